"""The names of what speaks for and against a candidate, in the order in which `qa/features.py` fills them in."""

_OWN = (
    "near",  # share of the question's words met in the clause, in what the row measures and of whom
    "sentence",  # … in the sentence
    "around",  # … in the sentences before and the headings, too
    "context",  # … in the passage and the speech or article, too
    "names",  # share of its names met there, 1 when it has none
    "named",  # … met in the clause, what the row measures and of whom
    "lost_name",  # how far the name that is met least falls short
    "lost_own",  # … of names in the strict sense: unknown words, and words that name nothing else
    "own_here",  # the least met of these in the sentence and headings
    "own_near",  # … in the clause, what the row measures and of whom
    "joined",  # share of its names of two words (中关村 软件园) met as one in the speech or article
    "joined_here",  # … in the sentence and headings
    "whose_near",  # how well whom it is asked of (中关村软件园) is named in the clause, and in whom the row is of
    "whose_here",  # … in the sentence and the headings
    "whose_around",  # … in the sentences before, too
    "whose_wide",  # … in the speech or article
    "whose_other",  # the figure is said of another body
    "which_other",  # the speech or article tells of others of a series (第三届) than the one asked about
    "lost_word",  # the same of the other words, by their weight
    "lost_here",  # the same in the sentence and headings alone
    "lost_second",  # the word that is met second least
    "pairs",  # share of its neighbouring words that are neighbours in the speech or article
    "pairs_here",  # … in the sentence
    "grams",  # share of the question's character pairs met in the clause, by their rarity in the passages found
    "grams_here",  # … in the sentence and headings
    "grams_context",  # … in the passage and the speech or article, too
    "soft_near",  # as `near`, words of like meaning counted as far as they are alike
    "soft_here",  # as `around`
    "soft_lost",  # as `lost_here`
    "soft_close",  # as `close`
    "soft_head",  # as `head_close`
    "close",  # how close to the figure the words stand, other figures and borders of clauses between them
    "head",  # the phrase asked for (总收入 in 总收入是多少) met in what the row measures, the clause, the sentence
    "head_close",  # how close to the figure it stands
    "head_least",  # the word of it that is met least in the clause, words of like meaning counted
    "head_lost",  # how far it is met least in the sentence and headings, by weight
    "head_owner",  # 1 the figure of the sentence closest to it, 0 another is closer
    "head_measure",  # share of its character pairs in what the row measures
    "measure_head",  # … the other way round
    "tail",  # what is measured ends as the phrase asked for does
    "modified",  # a noun that the question lacks stands right before it: 外籍从业人员 where 从业人员 are asked for
    "measure",  # overlap of what the row measures with the question's words
    "precision",  # share of the row's measure that the question names
    "narrower",  # share of the row's subject that the question does not name
    "foreign",  # names in the clause or subject that are not the question's
    "foreign_head",  # … in the headings
    "subject",  # share of the question's names in the row's subject, -1 when it is somebody else
    "dense",  # cosine of question and sentence
    "search",  # fused score of the passage
    "unit_same",
    "unit_loose",
    "unit_other",
    "kind_same",
    "kind_loose",
    "kind_other",
    "unasked",  # neither unit nor kind is asked for
    "usual",  # how much more often the phrase asked for is counted in the row's unit than others are
    "usual_kind",  # … measured by the row's kind
    "period",  # 1 the period asked for, -1 another, 0 none asked or none known
    "exact",  # the very period asked for is stated
    "elsewhen",  # a period that shares no day with the one asked for
    "dated",  # the question names a period
    "undated",  # … and the row has none but the document's date
    "plan",  # a plan or estimate where a result is asked, or the other way round
    "comparison",  # a multiple or share of something else
    "growth",  # 1 growth where a level is asked, -1 the other way round
    "share",  # 1 a share where none is asked, -1 the other way round
    "unlike",  # words of how it was reckoned (average, newly, cumulative, at most) that the question lacks
    "unmet",  # … that the question has and the clause lacks
    "spelled",  # a small number in characters: 一个, 四大
    "partial",  # a part of the whole (第二批17家, 新增3家) where the question asks for no part
    "age",  # years that the row is older than the newest that fits as well, when no period is asked for
    "fits_want",  # a sentence holds a date, a person, a place, a reason, a list, as asked
)
COMPARED = (
    "near", "context", "close", "head", "head_close", "dense", "search", "measure", "grams", "grams_here",
    "soft_near", "soft_here", "soft_close",
)  # fmt: skip
FEATURES = (
    *_OWN,
    *(f"{name}_behind" for name in COMPARED),  # how far it falls short of the best candidate that is not ruled out
    "echo",  # other candidates of the same value that meet nearly as many words
    "rivals",  # other candidates of the kind and names asked for
    "hole",  # weight of the question's words that no candidate meets
    "hole_most",  # the heaviest of them
    "soft_hole",  # as `hole`, words of like meaning counted
    "grams_hole",  # share of the question's character pairs that no candidate's sentence or heading meets
    "best_near",  # the best `near` of all candidates
    "length",  # number of the question's words
)
