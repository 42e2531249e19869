"""The application's own settings with the preview's pages."""

from clienthealth.settings import *  # noqa: F403

ROOT_URLCONF = "tests.preview.urls"
