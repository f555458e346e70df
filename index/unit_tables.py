"""The words that `index/units.py` knows: currencies, units of measure, measure words, and nouns that stand as units.

Data only. The tables list closed classes of the language, not words of any one text. In an entry `家!庭居` the
characters after `!` (or the alternatives divided by `|`) may not follow, since they make another word of it (家庭).
"""

# One unit a line: canonical form, ISO code, other forms.
CURRENCIES = """
元 CNY 元人民币 人民币元 人民币 圆 块钱 RMB CNY yuan renminbi
美元 USD 美金 USD US$ US·dollars dollars dollar
欧元 EUR EUR euros euro
英镑 GBP GBP pounds
日元 JPY 日圆 日币 JPY yen
港元 HKD 港币 港圆 港纸 HKD HK$
澳元 AUD 澳大利亚元 澳币 澳洲元
加元 CAD 加拿大元 加币
新元 SGD 新加坡元 新币 坡币
新台币 TWD 台币 元新台币 新台币元
澳门元 MOP 澳门币 葡币
韩元 KRW 韩币 韩圜
卢布 RUB 俄罗斯卢布
卢比 INR 印度卢比
瑞士法郎 CHF 瑞郎
法郎 FRF 法国法郎
马克 DEM 德国马克
泰铢 THB
越南盾 VND
印尼盾 IDR 印尼卢比 印度尼西亚盾
菲律宾比索 PHP
墨西哥比索 MXN
阿根廷比索 ARS
智利比索 CLP
比索 PHP
林吉特 MYR 令吉 马币 马来西亚林吉特
雷亚尔 BRL 巴西雷亚尔
兰特 ZAR 南非兰特
里拉 TRY 土耳其里拉
里亚尔 SAR 沙特里亚尔
迪拉姆 AED 阿联酋迪拉姆
第纳尔 KWD 科威特第纳尔
克朗 SEK 瑞典克朗
挪威克朗 NOK
丹麦克朗 DKK
冰岛克朗 ISK
捷克克朗 CZK
新西兰元 NZD 纽元 纽币
谢克尔 ILS 新谢克尔
坚戈 KZT
图格里克 MNT
奈拉 NGN
先令 KES 肯尼亚先令
福林 HUF
兹罗提 PLN
格里夫纳 UAH
塔卡 BDT
比特币 XBT
"""

# One dimension a block: kind, then unit, factor to the first unit, other forms.
MEASURES = """
# count
标箱 1 标准箱 TEU
# area
平方米 1 平米 ㎡ m² m2 平方公尺 sqm
平方公里 1000000 平方千米 km² km2 ㎢
平方厘米 0.0001 平方公分 cm² cm2
平方毫米 0.000001 mm² mm2
平方分米 0.01
公顷 10000 ha
亩 666.6666666666666666666666667 市亩
顷 66666.66666666666666666666667
平方英里 2589988.110336
平方英尺 0.09290304
英亩 4046.8564224
# length
米 1 公尺 m meters metres
公里 1000 千米 km KM Km kilometers kilometres
厘米 0.01 公分 cm CM
毫米 0.001 mm MM
微米 0.000001 μm um
纳米 0.000000001 nm
分米 0.1
里 500 华里
英里 1609.344 miles
英尺 0.3048 feet foot 呎 英呎
英寸 0.0254 inch inches 吋 英吋
码 0.9144
海里 1852 浬
光年 9460730472580800
丈 3.333333333333333333333333333
尺 0.3333333333333333333333333333 市尺
寸 0.03333333333333333333333333333
# mass
克 1 g 公克
千克 1000 公斤 kg KG Kg
吨 1000000 公吨 tons tonnes
斤 500 市斤
两 50
毫克 0.001 mg
微克 0.000001 μg ug
磅 453.59237
盎司 28.349523125
克拉 0.2
担 50000
# duration
个月 1 months
年 12 years 年头 整年
周年 12
个季度 3
个世纪 1200
# duration
秒 1 秒钟 seconds
分钟 60 minutes
小时 3600 个小时 钟头 个钟头 小时整 hours
天 86400 日 昼夜 days
周 604800 个星期 星期 个礼拜 礼拜 weeks
毫秒 0.001 ms
微秒 0.000001 μs
纳秒 0.000000001 ns
刻钟 900
# duration
个工作日 1 工作日
# duration
学年 1
# temperature
摄氏度 1 ℃ °C °c 度
# temperature
华氏度 1 ℉ °F
# temperature
开尔文 1
# percentage_point
百分点 1 个百分点 pct 个pct percentage·points percentage·point
基点 0.01 个基点 bp BP 个BP
# percent
% 1 ％ percent per·cent
‰ 0.1
‱ 0.01
# multiple
倍 1 times
# other passenger_traffic
人公里 1
# other freight_traffic
吨公里 1
# other train_traffic
车公里 1 列公里
# other volume
升 1 L 公升 liters litres
毫升 0.001 ml mL ML cc
立方米 1000 立方公尺 m³ m3 方 标准立方米 标方
立方厘米 0.001 cm³ cm3
立方公里 1000000000000 立方千米
加仑 3.785411784
桶 158.987294928
# other energy
千瓦时 1 kWh KWh kwh 千瓦小时 度电
瓦时 0.001 Wh
兆瓦时 1000 MWh
吉瓦时 1000000 GWh
太瓦时 1000000000 TWh
# other energy
焦耳 1 J
千焦 1000 kJ
卡路里 4.184
千卡 4184 大卡 kcal
# other power
千瓦 1 kW KW
瓦 0.001 W 瓦特
兆瓦 1000 MW
吉瓦 1000000 GW
马力 0.73549875
# other power
兆瓦峰 1 MWp
# other data
GB 1 G字节
TB 1024
PB 1048576
EB 1073741824
ZB 1099511627776
MB 0.0009765625 兆字节
KB 0.00000095367431640625 千字节
字节 0.000000000931322574615478515625
# other data
比特 1
千比特 1000
兆比特 1000000
# other data
兆 1
# other rate
Mbps 1 兆比特每秒
Gbps 1000
Tbps 1000000
Kbps 0.001
# other frequency
赫兹 1 Hz 赫
千赫 1000 kHz 千赫兹
兆赫 1000000 MHz 兆赫兹
吉赫 1000000000 GHz 吉赫兹
# other computing
PFLOPS 1 PFlops P算力 P
EFLOPS 1000 EFlops
TFLOPS 0.001 TFlops
TOPS 1
# other luminance
nit 1 尼特 nits
# other voltage
伏 1 伏特 V
千伏 1000 kV KV
# other current
毫安时 1 mAh
安时 1000 Ah
# other current
毫安 1 mA
安培 1000
# other pressure
帕 1 帕斯卡 Pa
千帕 1000 kPa
兆帕 1000000 MPa
百帕 100 hPa
# other noise
分贝 1 dB
# other speed
km/h 1 公里/小时 公里每小时 千米/小时 千米每小时 迈
m/s 3.6 米/秒 米每秒
# other force
牛 1 牛顿
千牛 1000
# other angle
° 1
# other age
岁 1 周岁 岁半
# other mass_concentration
ppm 1
# other pixels
像素 1 万像素
"""

# Measure words; a count carries the one it is written with.
COUNTERS = """
个!体性子 家!庭|居|具|电|园(?!区)|乡|长|属|族|政|教|里(?:程|昂|斯) 名!单额称校师胜列为誉牌字义贵 位!于居列置数移面一
人!工民类大才气均形格机脸体文行道事力员物士口 人次 人份
件!套 项!目 条!件例款约文理龙 次!级日生第性 场!景馆合面 种!植子族业 台!湾风阶北海州积账胞山商区 架!构设空 架次 辆
辆次 列次 艘 艘次 列!为入出 列车 班次 趟
座!谈椅舱右 栋 幢 所!有在谓以得示需属述长占 间!接隔谍 套!餐路利 层!面次级出 处!理于置罚在分方长暑 块!链 片!区面
张 本!科地次届报轮市周月年人身
册!封 篇!章幅 页!岩 首!次批个席都发届家相位先创府战尔 封!闭面 份!额量 章!程 集!团成中群聚体合结资训约市
部!门分委队署级 部门 部委 部分 回!应到报收归顾落升暖流 遍!布及地 轮!胎椅岗 届 期!间待望盼限货末权初刊
批!准次评发复 批次
组!织成建合团长委 队!伍员友长列 支!持|撑|付|出|队(?!伍)|部|援|行|柱 支队!伍 枚 颗 粒 根!据本源 款!项式待
门!店诊槛票类口前将 户!外籍口型均主
对!一于外内比接话标手面方口应照此口决冲抗策象 双!方边碳创重向十语 副!主总部省市局院校 例!如外行会子
起!来点步草源到飞初伏码诉降拍重
单!位独元品价身一边车 班!级子主车长 集装箱 自然箱 羽 尾!部气款矿 头!部条盔发等疼像显 匹!配
只!有是能要会需为 株!式洲 棵 朵 束!缚
串!联 滴 幅!度 排!名放列除行 圈!子层 桩 宗!旨教 环节 道!路德理具歉 口!径岸碑味腔号感 剂 针!对 瓶!颈 盒!子马
箱!体 袋 杯!赛 碗
盘!点活中古水 桌!面 票!房价据面选 股!份东权市票价比民骨息本 席!位卷地 席位 床!位 床位 车次 站!点台在长 车位
学时 课时 学分 字!节会路架街 个字
类!似别型 类别 大类 门类 品类 档!案次期 桶 罐!头 包!括含裹装容围揽袋 瓣 步!伐入行骤枪道 方面 环!境保节球比绕 顿
餐!饮厅馆桌 堂!课 节课 节!目点能日水约假奏省气
堂课 工位 泊位 车道 展位 摊位 点位 席次 标段 卷!入 餐位 户次 家次 件次 幕 频次 座次 链条 航班 胎 梯队 小类 中类
语种 品种 版!本面权块 盏 尊!重敬 樽 扇 顶!级尖 帧 手!机工术段续法上下里中持指头动牌游 注!意册重入释射定销资
"""

# Measure words and nouns that follow a number in digits only (31省区市, 40国): after a Chinese numeral they make names.
NOUNS = """
国!产内际务土有企资足集道 国家 省!份级委内会长 省份 市!场民委级值区长内政 城市 县!级委长城域
区!域块别委内级长间 省区市 省市 村!民委庄里级支长 镇!长级 街道 乡镇
校!长园区企 企业 公司 机构 单位 团队 平台 园区 项目 部 人口 学校 医院 专家 院士 学生 员工
分!钟别布析为享化公支成之会类店数行局红拨校散期
点!击评赞燃亮对多名明建发半钟左右 级!别市分响 卷 员 代!表码理替言价步
"""

# Units of measure whose character also begins other words.
BLOCKED = {
    "元": "首旦宵素件老宇",
    "年": "级代报会终轻龄",
    "天": "然津气空下猫使才生河府安文",
    "周": "边围期末转",
    "日": "元本圆币前常报益均",
    "里": "程面约斯",
    "米": "饭粉兰",
    "克": "服隆制拉",
    "升": r"[级高值温至到起降学格]|\s?[0-9一二三四五六七八九十]{1,3}\s?[降跌平]",
    "度": "过假夏电",
    "方": "面案向式法便",
    "码": "头",
    "寸": "土",
    "尺": "寸度",
    "担": "任保心",
    "顷": "刻",
    "倍": "增感数速加",
    "牛": "肉奶市",
    "卡": "车片",
    "马克": "思",
    "岁": "月",
    "瓦": "片",
    "两": r"[^，。、；！？）的\s银黄金重茶酒]|(?!)",
    "兆": "[^，。、；！？）的宽流光/]|(?!)",
    "伏": "天击案笔",
    "赫": "尔",
}
