"""The stage `export`: the folder that the app reads; and experts taken back from one."""
