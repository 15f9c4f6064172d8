"""The pictures of the tutorial: the report, the exam and the desk on the sample corpus, made anew.

    python docs/screenshots.py [FOLDER]

Needs Chromium and `pip install -e '.[browser,review]'`.  The pictures go to outputs/screenshots and are no
part of the repository.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PORT = 8397
SIZES = {"wide": (1280, 900), "phone": (390, 844)}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "outputs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        out = Path(name)
        hedui("run", "corpus", "--out", str(out))
        hedui("exam", "corpus", "--out", str(out), "--number", "60")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages(browser, out, folder)
        desk(browser, out, folder)
        browser.close()
    for path in sorted(folder.glob("*.png")):
        print(path)


def hedui(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "hedui", *words], check=True, stdout=subprocess.DEVNULL)


def pages(browser: Browser, out: Path, folder: Path) -> None:
    """The first screen of the report and of the exam, a finding with its proof, an entity, an article."""
    for size, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto((out / "exam.html").as_uri())
        page.screenshot(path=folder / f"exam-{size}.png")
        page.goto((out / "report.html").as_uri())
        page.locator("output:not(:empty)").wait_for()
        page.screenshot(path=folder / f"report-{size}.png")
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        for name, place in (("finding", ".finding"), ("entity", ".entity"), ("article", ".article")):
            page.locator(place).first.screenshot(path=folder / f"{name}-{size}.png")
        page.close()


def desk(browser: Browser, out: Path, folder: Path) -> None:
    """The desk with a decision, and the form for a pasted article."""
    command = [sys.executable, "-m", "hedui", "review", "--out", str(out), "--port", str(PORT), "--author", "小李"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        waited(f"http://127.0.0.1:{PORT}/")
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"http://127.0.0.1:{PORT}/?state=all")
            decided(page)
            page.screenshot(path=folder / f"desk-{size}.png")
            page.goto(f"http://127.0.0.1:{PORT}/paste")
            page.screenshot(path=folder / f"paste-{size}.png")
            page.close()
    finally:
        server.terminate()
        server.wait()


def decided(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.locator(".card .log").wait_for()


def waited(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()
