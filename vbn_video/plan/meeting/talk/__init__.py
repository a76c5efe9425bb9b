"""How what is said sounds: like the small talk before a meeting, like its opening, like what is said in it …

sentence_talk.py: the log likelihood of each part of a meeting, for single sentences, by the words in them
word_table.py:    what each word tells; made by `tools/fit_talk_words.py`
"""
