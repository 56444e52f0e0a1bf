"""The stage `joint`: router and experts trained together."""
