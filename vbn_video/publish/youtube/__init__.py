"""The video on YouTube: uploaded once, whole, with texts, captions, thumbnail and playlist."""
