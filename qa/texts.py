"""What the program itself says to staff, in one place. Documents' words are never among it."""

NOT_STATED = "所给文档没有说明这一点。"
NEAREST = "最接近的说法（不等于答案）：“{quote}”[1]"
NOT_STATED_OF = "文档没有说明：{names}。"
SOURCE = "原文：“{quote}”[{marker}]"
SEE_ALSO = "另见：{figures}。"
EMPTY = "请输入一个问题，例如：“特色产业园有多少家？”"
EMPTY_STORE = "库里还没有任何文档，请先用 yuanwen build 加入文档。"
