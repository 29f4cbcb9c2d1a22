"""工作台: the desktop door for clerks, dispatchers, departments, streets, leaders and administrators.

Owns addresses, views, forms and templates; it holds no rule and saves nothing itself.
"""
