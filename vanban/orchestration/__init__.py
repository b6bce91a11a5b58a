"""What the DAGs call, and nothing else of the library knows of Airflow. Tasks carry ids, counts and digests only."""
