"""What each setting is for, in the words of the settings page."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "网页": (
        "HOST",
        "PORT",
        "WEB_WORKERS",
        "WEB_THREADS",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "TIANDITU_KEY",
        "MAP_REVIEW_NUMBER",
        "TILE_HOSTS",
    ),
    "安全": ("SECRET_KEY", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "TRUSTED_PROXIES"),
    "统一登录（OIDC）": ("OIDC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"),
    "数据": (
        "DATABASE_URL",
        "DATABASE_POOL",
        "DATABASE_PREPARE",
        "CHENGZHI_VAR",
        "MEDIA_ROOT",
        "STATIC_ROOT",
        "PG_BIN",
    ),
    "运行": ("WORKER_CONCURRENCY", "LOG_LEVEL", "CHENGZHI_DEMO"),
}

DESCRIPTIONS: dict[str, str] = {
    "ALLOWED_HOSTS": "网站的域名；正式部署必须写明",
    "CHENGZHI_DEMO": "只在演示设置（`chengzhi.config.settings.local`）下有效：登录页显示演示账号",
    "CHENGZHI_VAR": "内置数据库、媒体、日志所在的目录；不设时是程序目录下的 `var`",
    "CSRF_TRUSTED_ORIGINS": "域名与页面不同源时可信的来源，如 `https://cz.example.gov.cn`",
    "DATABASE_POOL": "每个进程最多同时打开的数据库连接",
    "DATABASE_PREPARE": "让数据库记住常用语句；经过不支持预备语句的连接池时关掉",
    "DATABASE_URL": (
        "`postgresql://用户:口令@主机:5432/库名`，PostgreSQL 15 或更新，可带 `?sslmode=verify-full`；"
        "不设时用内置的 PostgreSQL 18"
    ),
    "HOST": "网页监听的地址；反向代理在本机时不必改",
    "LOG_LEVEL": "日志级别：DEBUG、INFO、WARNING、ERROR",
    "MEDIA_ROOT": "照片、音频、视频的存放目录；不设时是 `CHENGZHI_VAR` 下的 `media`",
    "OIDC_CLIENT_ID": "在身份认证平台登记的客户端编号",
    "OIDC_CLIENT_SECRET": "客户端密钥，宜用 `OIDC_CLIENT_SECRET_FILE`",
    "OIDC_NAME": "登录页上这个按钮的名称",
    "OIDC_URL": "身份认证平台的地址（其下有 `.well-known/openid-configuration`）；不设则只用本系统的账号",
    "PG_BIN": "备份和恢复用的 `pg_dump`、`pg_restore`、`psql` 所在目录；服务器比 18 新时需要",
    "PORT": "网页监听的端口",
    "SECRET_KEY": "签名用的密钥，至少 50 个随机字符；演示时自动生成在 `var/secret-key`",
    "SECURE_HSTS_SECONDS": "要求浏览器只用 HTTPS 的秒数（HSTS）",
    "SECURE_SSL_REDIRECT": "把 HTTP 请求转到 HTTPS；健康检查页除外",
    "STATIC_ROOT": "样式和脚本收集到的目录；不设时是 `CHENGZHI_VAR` 下的 `static`",
    "MAP_REVIEW_NUMBER": "地图的审图号，显示在每张地图的左下角；不设则写明未登记",
    "TIANDITU_KEY": "天地图的密钥；不设则底图由本地区划绘出，不需要互联网",
    "TILE_HOSTS": "允许页面取底图的主机，如 `https://t0.tianditu.gov.cn`",
    "TRUSTED_PROXIES": "网页前面有几层反向代理；登录失败按访客地址计数，层数写错会把所有人算作一个地址",
    "WEB_THREADS": "每个网页进程同时处理的请求数",
    "WEB_WORKERS": "网页进程数，宜等于处理器核数",
    "WORKER_CONCURRENCY": "后台进程同时处理的任务数",
}
