from django.core.wsgi import get_wsgi_application

from coachhub import env

env.use_settings()
application = get_wsgi_application()
