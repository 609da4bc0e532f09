# Every target sets up what is missing first: uv, an interpreter, the packages, an embedded PostgreSQL.
PORT ?= 8000
PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
RUN = $(PYTHON) tools/bootstrap.py

.PHONY: demo test check format messages bench axe audit editors screenshots openapi fuzz moments soak serve migrate shell setup clean-data
.NOTPARALLEL:

demo:        ## The site with its record and one account per role, on http://127.0.0.1:$(PORT)/
	@SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" $(RUN) python manage.py demo --port $(PORT)

test: check  ## Every check and every test
	@$(RUN) python -m pytest -n auto --dist worksteal $(ARGS)

check:       ## Format, lint, types, import rules, templates, migrations, system checks
	@$(RUN) python tools/check.py

format:
	@$(RUN) python tools/check.py --fix

messages:    ## Bring the catalogues of translated words up to the code; then fill what is empty
	@$(RUN) python tools/messages.py extract

bench:
	@$(RUN) python -m bench $(ARGS)

axe:         ## axe on every screen of the desk, light and dark (the suite looks at one of each kind)
	@AXE=whole $(RUN) python -m pytest tests/test_axe.py -q -s -p no:cacheprovider -o faulthandler_timeout=0

screenshots: ## Play the day of a desk and take the pictures of docs/editing.md anew
	@rm -f docs/editing/*.png
	@SCREENSHOTS=1 $(RUN) python -m pytest tests/day tests/test_docs.py -q -p no:cacheprovider

audit:       ## Every public page: axe in four looks, the Nu HTML checker, links, weights; Lighthouse on five (the suite does a part of each)
	@AUDIT=1 $(RUN) python -m pytest tests/test_html.py tests/test_transfer.py tests/test_lighthouse.py tests/test_crawl.py tests/test_axe_pages.py \
	  -q -s -p no:cacheprovider -o faulthandler_timeout=0

editors:     ## Twenty editors of one entry for a minute: what was saved, what was refused, and the proof that nothing is lost
	@EDITORS_SECONDS="$${EDITORS_SECONDS:-60}" $(RUN) python -m pytest tests/test_editors_at_once.py -q -s -p no:cacheprovider

openapi:     ## Rewrite the committed OpenAPI snapshot
	@$(RUN) python manage.py openapi_snapshot

MOMENTS ?= 1000
moments:     ## A thousand random days of as many pasts: pages and API must say the same
	@MOMENTS=$(MOMENTS) $(RUN) python -m pytest tests/test_time_agreement.py -q -p no:cacheprovider -o faulthandler_timeout=0

EXAMPLES ?= 15
fuzz:        ## Schemathesis over the whole API, with a key and without: some 7,000 requests each for EXAMPLES=15
	@FUZZ_EXAMPLES=$(EXAMPLES) $(RUN) python -m pytest tests/test_fuzz.py -q -s -p no:cacheprovider -o faulthandler_timeout=0

MINUTES ?= 30
soak:        ## Edit and kill everything at random for $(MINUTES) minutes; the mirror must equal the site
	@SOAK_MINUTES=$(MINUTES) $(RUN) python -m pytest tests/test_soak.py -q -s -p no:cacheprovider -o faulthandler_timeout=0

serve:       ## Django's development server with debug pages
	@DEBUG=1 $(RUN) python manage.py runserver 127.0.0.1:$(PORT)

migrate:
	@$(RUN) python manage.py migrate

shell:
	@$(RUN) python manage.py shell

setup:
	@$(RUN)

clean-data:  ## Remove the embedded database, uploads and generated secrets
	@$(RUN) python -m config.embedded clean
