"""The words of the desk, added to those of the reports."""

from collections.abc import Mapping

from hedui.report.words import LANGUAGES
from hedui.report.words import words as report_words

_TABLE: tuple[tuple[str, str, str], ...] = (
    ("desk", "核对工作台", "Review desk"),
    ("author", "审核人", "Reviewer"),
    ("assigned", "分派给", "assigned to"),
    ("queue", "待办", "Queue"),
    ("total", "共 {count} 处", "{count} findings"),
    ("previous", "上一页", "previous"),
    ("next", "下一页", "next"),
    ("words", "理由或备注", "reason or note"),
    ("decide", "定为", "decided"),
    ("note", "备注", "note"),
    ("assign", "分派", "assign"),
    ("undo", "撤销", "undo"),
    ("log", "记录", "Log"),
    ("keyboard", "键盘：j/k 上下，1–4 定性，n 写理由，u 撤销", "Keys: j/k move, 1-4 decide, n reason, u undo"),
    ("paste", "粘贴一篇", "Paste an article"),
    ("paste_text", "正文", "Text"),
    ("paste_title", "标题", "Title"),
    ("paste_date", "发布日期", "Date of publication"),
    ("paste_file", "或选一个文本文件", "or choose a text file"),
    ("paste_keep", "同时加入语料", "also keep it in the corpus"),
    ("paste_go", "核对", "Check"),
    ("paste_none", "与最近一次运行的报道没有矛盾。", "It does not disagree with the articles of the latest run."),
    ("paste_found", "涉及这篇的发现：{count} 处", "Findings that touch it: {count}"),
    ("paste_kept", "已加入语料（{id}），下次 hedui run 一并核对。",
     "Kept as {id}; the next hedui run includes it."),
    ("back", "返回待办", "Back to the queue"),
    ("export", "导出", "Export"),
    ("export_suppressions", "忽略清单", "suppression file"),
    ("export_cases", "测试用例", "test cases"),
    ("choose", "从左侧选一处发现。", "Choose a finding on the left."),
    ("need_author", "请先填写审核人。", "Please fill in the reviewer's name first."),
    ("need_action", "没有这种操作。", "There is no such action."),
    ("need_verdict", "请选择一种结论。", "Please choose a verdict."),
    ("need_reason", "“可以解释”需要写明理由。", "A benign finding needs a reason."),
    ("need_words", "备注不能为空。", "A note cannot be empty."),
    ("stale", "别人刚刚处理过这一处，请看过新的记录再定。您的操作没有写入。",
     "Somebody has just written about this finding, so nothing of yours was stored. See the log, then decide."),
    ("api", "数据接口", "JSON API"),
    ("api_note", "最近一次运行的发现和陈述，以及发稿前核对。",
     "Findings and claims of the latest run, and checks before publication."),
    ("api_name", "参数", "parameter"),
    ("api_where", "位置", "in"),
    ("api_kind", "类型", "type"),
    ("api_default", "默认", "default"),
    ("api_body", "正文为 JSON。", "The body is JSON."),
    ("gone", "最新一次运行里没有这一处发现。", "The latest run has no such finding."),
)  # fmt: skip
_COLUMN = {language: number for number, language in enumerate(LANGUAGES, 1)}


def words(language: str) -> Mapping[str, str]:
    """The words of one language by key, the reports' included."""
    return {**report_words(language), **{row[0]: row[_COLUMN[language]] for row in _TABLE}}
