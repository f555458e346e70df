"""What the program itself says to staff, in one place. Documents' words are never among it."""

from index.types import Origin

_HOW_SURE = {
    Origin.STATED: "人工指定",
    Origin.FILE: "文件注明",
    Origin.TEXT: "文中写明",
    Origin.NAME: "按文件名推测",
}
TITLE_UNKNOWN = "标题不详"
DATE_UNKNOWN = "日期不详"

NOT_STATED = "所给文档没有说明这一点。"
NEAREST = "最接近的说法（不等于答案）：“{quote}”[1]"
NOT_STATED_OF = "文档没有说明：{names}。"
SOURCE = "原文：“{quote}”[{marker}]"
TIME_MISSING = "注意：原文没有写明这个数字是什么时候的，引用前请核对。"
SEE_ALSO = "另见：{figures}。"
EMPTY = "请输入一个问题，例如：“特色产业园有多少家？”"
EMPTY_STORE = "库里还没有任何文档，请先用 yuanwen build 加入文档。"
LISTED = "现有 {count} 份文档：{names}。"
LISTED_PART = "现有 {count} 份文档，例如：{names}。"
AMBIGUOUS = "“{asked}”可能指：{names}。请写明是谁的、哪一年的、哪个指标。"
TOPIC_MISSING = "请写明要总结的对象或主题，例如“总结一下某园区2024年的情况”。"
CONVERTED = "合{value}"
SOURCE_IS = "出处：{source}[1]。"
LLM_INSTEAD = "说明：{reason}；以上是直接摘自原文的回答。"
LLM_WITHOUT = "说明：{reason}；以上结论没有用语言模型。"
LLM_REWORDED = "说明：语言模型给的数字相同，但说法与原文对不上，以上是直接摘自原文的回答。"
LLM_DROPPED = "说明：语言模型另有 {count} 句话与所引原文对不上，已略去。"
LLM_APART = "说明：直接摘自原文的回答与语言模型的不同，也列在上面，请点开原文核对。"
LLM_REASONS = {
    "timeout": "语言模型在 {seconds} 秒内没有答完，可稍后再试，或用环境变量 YUANWEN_LLM_TIMEOUT 放宽时限",
    "key": "语言模型服务不认密钥，请检查环境变量 YUANWEN_LLM_KEY 里的密钥和它的权限",
    "limit": "语言模型服务限制了访问次数，请稍后再试",
    "balance": "语言模型服务的余额或额度用完了，请充值或换一个服务",
    "down": "连不上语言模型服务，请检查地址和网络，以及服务是否已经启动",
    "server": "语言模型服务出错，请稍后再试",
    "request": "语言模型服务不接受这次请求，原因在服务的日志里，常见的是模型名不对或模型的上下文太短",
    "missing": "语言模型服务没有这个模型或地址，请检查模型名和地址（OpenAI 兼容的地址多以 /v1 结尾）",
    "broken": "语言模型的回答中途断开",
    "garbage": "语言模型服务的回复读不懂，请检查地址（OpenAI 兼容的地址多以 /v1 结尾）",
    "endless": "语言模型的回答长得没有尽头",
    "empty": "语言模型没有给出回答",
    "refused": "语言模型拒绝回答",
    "format": "语言模型的回答格式不对",
    "cut": "语言模型的回答没有写完",
    "language": "语言模型没有用提问的语言回答",
    "uncited": "语言模型没有标对所依据的原文",
    "beside": "从语言模型的话里看不出所问的数字",
    "unsupported": "语言模型的回答与原文对不上",
}


def how_sure(basis: Origin | None) -> str:
    """Return in words where a title or a date was taken from, "" for none."""
    return _HOW_SURE[basis] if basis else ""
