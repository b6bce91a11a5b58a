"""Object store adapters, retention and archive packages. The only home of the minio SDK."""
