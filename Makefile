messages:
	.venv/bin/python -m babel.messages.frontend compile -d brandkit/locale -D commands -l vi
	.venv/bin/python -m babel.messages.frontend compile -d brandkit/locale -D errors -l vi
	.venv/bin/python -m babel.messages.frontend compile -d brandkit/locale -D rules -l vi
	.venv/bin/python -m babel.messages.frontend compile -d brandkit/locale -D reports -l vi
