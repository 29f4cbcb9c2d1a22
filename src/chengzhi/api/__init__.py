"""数据接口: the door for programs, ``/api/v1``, in which a person lets them act for one of their posts.

Owns addresses, schemas and the words of errors. It holds no rule: every route asks the services and selectors that the
pages ask, with a capacity that the token has made narrower, never wider.
"""
