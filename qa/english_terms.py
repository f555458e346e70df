"""The English terms of Chinese statistics and of park administration → what they are in Chinese.

General dictionaries translate these word by word and wrong (gross industrial output is no 总产业产出). The terms are those
of statistical yearbooks, tax law and government reports at large; where there are several, the documents choose.
"""

from functools import cache

from qa.dictionary import base_forms

_TERMS = {
    "gross industrial output value": "工业总产值", "gross industrial output": "工业总产值",
    "industrial output value": "工业产值 工业总产值", "industrial output": "工业产值 工业总产值",
    "output value": "产值 总产值", "value added": "增加值", "added value": "增加值",
    "gross domestic product": "国内生产总值 生产总值", "gdp": "国内生产总值 生产总值 GDP",
    "fixed asset investment": "固定资产投资", "foreign capital": "外资", "foreign investment": "外资 外商投资",
    "total import and export": "进出口总额", "import and export": "进出口",
    "biomedicine": "生物医药", "biopharmaceutical": "生物医药", "foreign trade": "进出口 外贸", "actual use of foreign capital": "实际利用外资",
    "operating revenue": "营业收入", "business revenue": "营业收入", "operating income": "营业收入",
    "total operating revenue": "营业总收入", "gross revenue": "总收入", "tax revenue": "税收", "total profit": "利润总额",
    "corporate income tax": "企业所得税", "corporate tax": "企业所得税 企业税",
    "corporate tax rate": "企业税率 企业所得税率", "corporate income tax rate": "企业所得税率 企业税率", "grow": "增长", "rise": "增长 上升",
    "increase": "增长 增加", "per year on average": "年均", "annual average": "年均", "science and technology city": "科技城",
    "value": "金额 成交额 价值 产值 总值", "income tax": "所得税",
    "value added tax": "增值税", "tax rate": "税率", "growth rate": "增速 增长率 增幅", "year end": "年末",
    "research and development": "研发", "research intensity": "研发投入强度", "r&d intensity": "研发投入强度",
    "r&d spending": "研发投入 研发经费", "r&d expenditure": "研发经费 研发投入", "r&d investment": "研发投入",
    "r&d personnel": "研发人员", "r&d staff": "研发人员", "output per unit area": "地均产出",
    "invention patent": "发明专利", "patent for invention": "发明专利", "utility model": "实用新型",
    "technology contract": "技术合同", "technical contract": "技术合同", "contract value": "成交额 合同额",
    "transaction volume": "成交额 交易额", "technology transfer": "技术转移 成果转化", "technology manager": "技术经理人",
    "high-tech enterprise": "高新技术企业", "high-tech company": "高新技术企业", "high-tech firm": "高新技术企业",
    "high-tech zone": "高新区", "national high-tech enterprise": "国家高新技术企业", "high and new technology enterprise": "高新技术企业",
    "tech company": "科技企业 科技型企业", "technology company": "科技企业 科技型企业", "listed company": "上市公司 上市企业",
    "listed enterprise": "上市企业 上市公司", "listed firm": "上市公司 上市企业", "registered company": "在册企业 注册企业",
    "registered enterprise": "在册企业 注册企业", "resident company": "入驻企业", "tenant company": "入驻企业",
    "above-scale": "规模以上", "unicorn": "独角兽 独角兽企业", "unicorn company": "独角兽企业", "unicorn enterprise": "独角兽企业",
    "unicorn firm": "独角兽企业", "multinational": "跨国公司", "foreign-funded enterprise": "外资企业",
    "regional headquarters": "地区总部", "headquarters": "总部", "founder": "创始人", "workforce": "从业人员 员工",
    "employee": "从业人员 员工 职工", "staff": "员工 职工 从业人员 人员", "worker": "职工 员工 工人",
    "specialty": "特色 专业 特产", "speciality": "特色 专业 特产", "specialized": "专业 特色", "specialised": "专业 特色",
    "featured": "特色", "characteristic": "特色 特征", "industrial park": "产业园 工业园 工业园区 园区",
    "specialty industrial park": "特色产业园", "science park": "科技园 科技园区", "technology park": "科技园 科技园区",
    "science and technology park": "科技园 科技园区", "software park": "软件园", "techno valley": "科技谷", "tech valley": "科技谷",
    "demonstration zone": "示范区", "core area": "核心区", "park": "园区 公园", "industrial cluster": "产业集群",
    "key laboratory": "重点实验室", "proof of concept": "概念验证", "pilot platform": "中试平台", "pilot test": "中试",
    "one-stop": "一站式 一窗", "business incubator": "孵化器", "incubator": "孵化器", "accelerator": "加速器",
    "venture capital": "创投 风险投资", "angel investment": "天使投资", "fund of funds": "母基金", "fund": "基金 资金",
    "cultivation": "培育 培养 养殖", "tiered": "梯度 分级 分层", "tiered cultivation": "梯度培育", "echelon": "梯队 梯度",
    "pool": "库 池塘", "cultivation pool": "培育库 入库 梯度培育", "talent": "人才", "apartment": "公寓", "rent": "租金 房租",
    "host": "主持人 主持 主办 东道主", "moderator": "主持人 主持", "speaker": "发言人 演讲 嘉宾", "chairman": "董事长 主席",
    "deputy director": "副主任 副局长 副处长", "director": "主任 局长 处长 董事", "roundtable": "圆桌", "round table": "圆桌",
    "parking space": "车位 停车位", "parking lot": "停车场 车位", "shuttle": "班车", "planned area": "规划面积", "floor area": "建筑面积",
    "floor space": "建筑面积",
    "usable floor area": "使用面积", "usable area": "使用面积", "usable floor space": "使用面积", "land area": "占地面积",
    "subsidy": "补贴 补助", "target": "目标", "goal": "目标",
    "chaired": "主持", "presided": "主持", "contract turnover": "成交额", "technology contract turnover": "技术合同成交额",
    "deliver": "交付 交货", "survey": "调查 问卷", "weigh": "重量", "phase": "期 阶段", "approved": "批准 获批",
    "founded": "成立 建立", "established": "成立 建立 设立", "set up": "设立 成立 建立", "resident": "居民 入驻",
    "mou": "谅解备忘录 备忘录", "memorandum of understanding": "谅解备忘录 备忘录", "unveil": "发布 公布 揭牌",
    "operate": "运营 经营", "run": "运营 经营 管理", "people": "人员", "position": "职务 职位 位置", "post": "职务 岗位", "job title": "职务",
    "held": "举行 举办", "hosted": "主持 主办 举办",
    "president": "主席 院长 会长 总裁 校长 总统", "say": "表示 指出 说", "sign": "签署 签订 签约", "launch": "启动 推出 发布",
    "university": "大学 高校", "research institute": "科研机构 研究院 研究所 科研院所", "research institution": "科研机构 科研院所 科研单位 研究机构",
    "national": "国家级 国家 全国", "r&d center": "研发中心", "r&d centre": "研发中心", "research center": "研究中心 研发中心",
    "foreign funded": "外资", "foreign r&d center": "外资研发中心", "vehicle": "车辆 汽车 车", "sell": "销售 售出 卖", "raise": "筹集 融资 募集",
    "raise fund": "融资 筹资", "matchmaking": "对接", "grant": "授权 授予 拨款", "patent granted": "专利授权", "inventory": "盘点 库存",
    "square kilometer": "平方公里", "square kilometre": "平方公里", "square meter": "平方米", "square metre": "平方米", "settle": "入驻 落户",
    "member": "会员 成员", "professional": "专业人才 人才 专业人员", "sales": "销售额 销售 销售收入", "total sales": "销售额 销售总额",
    "company": "企业 公司", "firm": "企业 公司",
    "initiative": "倡议", "initially": "初步 最初", "preliminarily": "初步", "fully": "全面 全部 充分", "basically": "基本",
    "built": "建成 建设 建造", "completed": "建成 完成 竣工", "annual revenue": "年收入 收入", "annual income": "年收入 收入",
    "mc": "主持人", "emcee": "主持人", "broadcaster": "电视台 广播 电台",
    "world": "世界 全球", "worldwide": "全球 世界", "global": "全球 国际", "consortium": "联合体", "vision": "愿景",
    "innovation consortium": "创新联合体",
    "people's hospital": "人民医院", "people's government": "人民政府", "throughput": "吞吐量", "attributable": "归属",
    "attributable to": "归属于 归属", "research": "科研 研究 研发", "research funding": "科研经费 研究经费",
    "construction": "建设 施工 建造", "shipping route": "航线", "multinational company": "跨国公司 跨国企业", "emergency": "急诊 应急 紧急",
    "outpatient and emergency": "门急诊", "student": "在校生 学生", "cargo": "货物 货运", "freight": "货运 货物",
    "passenger volume": "客运量", "passenger traffic": "客运量 旅客吞吐量", "ridership": "客运量 客流量", "passenger trip": "人次",
    "berth": "泊位", "route": "航线 线路", "outpatient": "门诊 门急诊", "outpatient visit": "门诊量 门诊人次", "bed": "床位",
    "surgery": "手术", "length of stay": "住院日", "discharged patient": "出院患者 出院病人", "output": "产量 产出 产值",
    "sown area": "播种面积", "planting area": "种植面积 播种面积", "disposable income": "可支配收入", "net profit": "净利润",
    "gross margin": "毛利率", "gross profit margin": "毛利率", "cash flow": "现金流量 现金流", "power generation": "发电量",
    "electricity generation": "发电量", "electricity sales": "售电", "water storage": "蓄水量", "inflow": "来水量 流入",
    "undergraduate": "本科生", "graduate student": "研究生", "full-time teacher": "专任教师", "faculty": "专任教师 教师",
    "enrollment": "在校生 招生", "visitor": "观众 游客 参观者", "collection": "馆藏 藏品", "specimen": "标本", "mileage": "里程",
    "operating cost": "运营成本 营业成本", "ticket revenue": "票务收入 门票收入", "above designated size": "规模以上",
    "price": "价格", "share price": "股价", "issue price": "发行价", "market share": "市场份额", "market value": "市值",
}  # fmt: skip


_ASKING = {
    "company": "哪家公司", "firm": "哪家公司", "enterprise": "哪家企业", "institution": "哪家机构", "organization": "哪家机构",
    "organisation": "哪家机构", "agency": "哪家机构", "bank": "哪家银行", "hospital": "哪家医院", "university": "哪所大学",
    "school": "哪所学校", "hall": "哪个厅", "room": "哪个会议室", "venue": "哪个会场", "building": "哪座楼", "city": "哪座城市",
    "country": "哪个国家", "park": "哪个园区", "district": "哪个区", "department": "哪个部门", "project": "哪个项目",
    "product": "什么产品", "person": "谁", "post": "什么职务", "position": "什么职务", "material": "什么材料", "award": "什么奖",
}  # fmt: skip
"""Nouns that English asks with (which hall), as Chinese does: with the measure word of their kind."""


def asking(noun: str) -> str:
    """Return how Chinese asks for a thing of a kind, "" for nouns that have no measure word of their own here."""
    return _ASKING.get(noun, "")


def term_of(expression: str) -> tuple[str, ...]:
    """Return the Chinese for a lower-case term of the trade in any of its forms, () for any other expression."""
    forms = (form.replace("-", " ") for form in base_forms(expression))
    return next((tuple(found.split()) for form in forms if (found := _terms().get(form))), ())


@cache
def _terms() -> dict[str, str]:
    """Return the terms with spaces for hyphens, since either is written."""
    return {term.replace("-", " "): found for term, found in _TERMS.items()}
