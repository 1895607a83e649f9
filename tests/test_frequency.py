"""Word frequencies: as wordfreq gives them, without waiting for it."""

import subprocess
import sys

import pytest
import wordfreq

from assistant.framework import load_framework
from assistant.frequency import zipf
from assistant.text import words


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_word_of_the_framework_is_as_frequent_as_wordfreq_says(lang):
    said = {w for c in load_framework().claims for w in words(c.said(lang))}
    said |= {"werkdrk", "jd-r", "collega's", "één", "2025", "zebra"}
    assert {w: zipf(w, lang) for w in said} == {w: wordfreq.zipf_frequency(w, lang) for w in said}


def test_a_plain_word_is_looked_up_without_wordfreq():
    code = "import sys; from assistant.frequency import zipf; zipf('school', 'nl'); print('wordfreq' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
