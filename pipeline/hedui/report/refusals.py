"""Why something was not read, in English: the sentences of the readers, whose own language is Chinese.

rejects.jsonl holds the Chinese sentence whatever the language, so that a run leaves the same bytes.
"""

import re
from functools import lru_cache

# {0} stands for what differs: a number, a name, a message of a library, or another piece of this table.
_ENGLISH: tuple[tuple[str, str], ...] = (
    ("没有一行有 text 字段，不是文章文件。", "No line has a text field: this is no file of articles."),
    ("没有一条有 text 字段，不是文章文件。", "No row has a text field: this is no file of articles."),
    ("没有文章。", "It holds no articles."),
    ("此行超过 {0} MB 的上限。", "This line is longer than the limit of {0} MB."),
    ("此行不是有效的 JSON{0}。", "This line is no valid JSON{0}."),
    (
        "此行不是 JSON 对象。每行应是一个含 text 的对象。",
        "This line is no JSON object; each should be one with a text.",
    ),
    ("不是有效的 JSON{0}。", "This is no valid JSON{0}."),
    (
        "：其中有不成对的代理字符（\\ud800 一类），请重新导出",
        ": it has lone surrogates (like \\ud800); export it again",
    ),
    ("（第 {0} 字节）", " (byte {0})"),
    ("：括号嵌套过深", ": its brackets are nested too deep"),
    ("，像是被截断了", "; it seems to be cut off"),
    ("缺少 text 字段。", "The field text is missing."),
    ("text 字段不是字符串。", "The field text is no string."),
    ("正文含有空字符（NUL）。", "The text holds a NUL character."),
    ("正文是空的。", "The text is empty."),
    ("正文第 {0} 个字符是不成对的代理字符，请重新导出。", "Character {0} is a lone surrogate; export it again."),
    ("id 字段应是字符串或整数。", "The field id should be a string or a whole number."),
    ("这个邮件的结构已损坏或嵌套过深，无法读取。", "This mail is damaged or nested too deep."),
    ("不是有效的邮件文件。", "This is no valid mail."),
    ("邮件里没有正文。", "The mail has no text."),
    ("网页标签嵌套超过 {0} 层，不像文章。", "The page's tags are nested deeper than {0}: it is no article."),
    ("网页里找不到正文。", "No article was found in the page."),
    (
        "是指向目录之外的链接，或者文件已不在，没有读。",
        "It is a link out of the folder, or the file is gone; not read.",
    ),
    ("目录文件登记了这篇文章，但文件不存在。", "The catalogue has this article, but its file is missing."),
    (
        "读取时出现意外错误（{0}：{1}），后面的没有读。",
        "Reading met an unexpected error ({0}: {1}); the rest was not read.",
    ),
    ("原件里没有目录文件登记的这篇文章。", "The original does not hold the article that the catalogue names."),
    ("编号 {0} 重复出现，{1}；只保留第一篇。", "The id {0} occurs again, {1}; only the first is kept."),
    ("编号 {0} 重复出现；只保留一篇。", "The id {0} occurs again; one is kept."),
    ("内容也相同", "with the same content"),
    ("但内容不同", "with other content"),
    ("压缩文件已损坏：{0}。", "The compressed file is damaged: {0}."),
    ("压缩文件已损坏或加密：{0}。", "The compressed file is damaged or encrypted: {0}."),
    ("解压后超过上限，像是压缩炸弹。", "Unpacked it is beyond the limit, like a zip bomb."),
    ("读 {0} 需要 {1}，请先运行 {2}。", "Reading {0} needs {1}: run {2} first."),
    ("不是有效的 .docx 文件：里面没有正文。", "This is no valid .docx file: it has no text."),
    ("不是有效的 WARC 文件：里面没有记录。", "This is no valid WARC file: it has no records."),
    ("不是有效的 {0} 文件：{1}。", "This is no valid {0} file: {1}."),
    ("不是有效的 CSV：{0}。", "This is no valid CSV: {0}."),
    ("不是有效的订阅源：{0}。", "This is no valid feed: {0}."),
    ("压缩包里有 {0} 个文件，超过 {1} 的上限。", "The archive holds {0} files, more than the limit of {1}."),
    ("压缩包里没有文章。", "The archive holds no articles."),
    (
        "压缩文件名应带有里面的格式，如 news.jsonl.gz。",
        "The name should tell the format inside, as news.jsonl.gz does.",
    ),
    ("含有空字符（NUL），像是二进制文件，不是文本。", "It holds NUL characters: it seems binary, no text."),
    ("文件里只有空白，没有文字。", "The file holds nothing but white space."),
    (
        "文件以 {0} 的标记开头，但第 {1} 字节起不是。",
        "The file begins with the mark of {0}, but is not from byte {1} on.",
    ),
    ("像是二进制文件（含有 NUL 字节），不是文本。", "It seems to be binary (it has NUL bytes), no text."),
    (
        "是 UTF-8 文本，但{0}已损坏或被截断。请换一份完好的文件。",
        "UTF-8, but damaged or cut off{0}. Use a file that is whole.",
    ),
    (
        "无法识别文字编码：{0}不是 UTF-8，也不像 GB18030、Big5 或 UTF-16。请另存为 UTF-8 再试。",
        "The encoding is unknown: no UTF-8{0}, nor like GB18030, Big5 or UTF-16. Save it as UTF-8 and try again.",
    ),
    ("第 {0} 字节起", " from byte {0} on"),
    (
        "这个 {0} 文件解开后超过 {1} MB 的上限，像是压缩炸弹。",
        "Unpacked this {0} file is beyond {1} MB, like a zip bomb.",
    ),
    ("这个 {0} 文件不可信：带有实体声明。", "This {0} file is not trusted: it declares entities."),
    ("文件是空的。", "The file is empty."),
    (
        "CSV 读到某一行起不再是 {0} 编码（{1}），后面的没有读。",
        "From some line on the CSV is not {0} ({1}); the rest was not read.",
    ),
    ("CSV 里有一行超过 {0} MB 的上限。", "The CSV has a line longer than the limit of {0} MB."),
    ("这一条不是带字段的对象。", "This row is no object with fields."),
    ("正文超过 {0} MB 的上限。", "The text is longer than the limit of {0} MB."),
    ("无法读取：{0}。", "It cannot be read: {0}."),
    ("文件超过 {0} MB 的上限，请拆分后再试。", "The file is larger than the limit of {0} MB; split it."),
    ("读到某一行起不再是 {0} 编码，后面的没有读。", "From some line on it is not {0}; the rest was not read."),
    ("这个 PDF 有密码，无法读取。", "This PDF has a password."),
    ("这个 PDF 有 {0} 页，超过 {1} 页的上限。", "This PDF has {0} pages, more than the limit of {1}."),
    (
        "这个 PDF 里没有文字，像是扫描件。请先做文字识别（OCR）。",
        "This PDF has no text, it seems scanned; run OCR first.",
    ),
    ("这个 PDF 的文字超过 {0} MB 的上限。", "The text of this PDF is longer than the limit of {0} MB."),
    (
        "WARC 里有一条记录的长度与内容不符，它之后可能漏读。",
        "A WARC record's length does not fit; later ones may be missed.",
    ),
    ("WARC 文件已损坏，读到这里为止：{0}。", "The WARC file is damaged and was read up to here: {0}."),
    ("网页的数据已损坏：{0}。", "The data of the page are damaged: {0}."),
    ("网页超过 {0} MB 的上限。", "The page is larger than the limit of {0} MB."),
    (
        "网页的数据不完整，与存档时的长度或校验值不符。",
        "The page is incomplete: it does not fit its length or checksum.",
    ),
    (
        "编号 {0} 已在库中，但内容不同。请换一个编号，或先 {1}。",
        "The id {0} is in the store with other content. Give another id, or first run {1}.",
    ),
    (
        "处理这篇文章的进程被终止（{0}），可能是内存不足；其余文章不受影响。",
        "The process at this article was killed ({0}), perhaps for want of memory; the others are not affected.",
    ),
    (
        "处理这篇文章的进程意外退出（代码 {0}）；其余文章不受影响。",
        "The process at this article ended unexpectedly (code {0}); the others are not affected.",
    ),
    ("处理这篇文章时程序出错：{0}：{1}。", "A fault of the program at this article: {0}: {1}."),
    ("不是订阅源（RSS 或 Atom）。", "This is no feed (RSS or Atom)."),
    ("这个订阅源不可信：带有实体声明。", "This feed is not trusted: it declares entities."),
    ("在 {0} 秒内没有取完。", "It was not fetched within {0} seconds."),
    ("{0} 的安全证书或加密连接有问题：{1}。", "The certificate or encryption of {0} is at fault: {1}."),
    ("无法连接 {0}：{1}。", "{0} cannot be reached: {1}."),
    ("{0} 不是有效的域名。", "{0} is no valid host name."),
    ("{0} 不是有效的网址。", "{0} is no valid address."),
    (
        "{0} 是本机或内网地址（{1}），没有取。确要取，请在命令里写明这个网址并加 --allow-local。",
        "{0} is on this machine or network ({1}) and was not fetched. To do so, name it and add --allow-local.",
    ),
    ("不支持的内容类型 {0}。", "The content type {0} is not supported."),
    ("只能取 http 和 https 网址，不能取 {0}。", "Only http and https can be fetched, not {0}."),
    ("找不到主机 {0}。请检查网址和网络。", "The host {0} was not found. Check the address and the network."),
    ("服务器用了没有要求的压缩方式 {0}。", "The server compressed in a way that was not asked for: {0}."),
    ("服务器的回答是空的。", "The server's answer is empty."),
    ("服务器说没有变化。", "The server says that nothing changed."),
    (
        "网址里不能带用户名和密码，它们会被记进目录。",
        "An address with user and password would be kept; leave them out.",
    ),
    ("网页的压缩数据已损坏：{0}。", "The compressed data of the page are damaged: {0}."),
    ("网页的压缩数据被截断。", "The compressed data of the page are cut off."),
    (
        "这是订阅源或 XML，不是文章。订阅源请用 --feed。",
        "This is a feed or XML, no article; for feeds use --feed.",
    ),
    ("连接中断，应有 {0} 字节，没有收全。", "The connection broke before all {0} bytes came."),
    ("重定向超过 {0} 次。", "It is redirected more than {0} times."),
)
_HAN = re.compile("[一-鿿]")
_FOLDED = str.maketrans("，：；（）", ",:;()")  # the sentences write both


def reason_in(reason: str, language: str) -> str:
    """The reason of a reject in a language; as it is where it is not known."""
    if language == "zh" or not _HAN.search(reason):
        return reason
    plain = reason.translate(_FOLDED)
    for pattern, english in _patterns():
        if found := pattern.fullmatch(plain):
            parts = [reason_in(reason[slice(*found.span(n))], language) for n in range(1, found.re.groups + 1)]
            return english.format(*parts)
    return reason


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_compiled(chinese), english) for chinese, english in _ENGLISH)


def _compiled(chinese: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\d\\\}", "(.{0,1000}?)", re.escape(chinese.translate(_FOLDED))), re.DOTALL)
