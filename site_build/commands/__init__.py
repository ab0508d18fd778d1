"""In: what someone asks `python -m site_build` for. Out: `site/`, its server, or `dist/`."""
