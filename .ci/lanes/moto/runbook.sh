# Enable versioning on the primary bucket
aws s3api put-bucket-versioning \
  --bucket mlops-models \
  --versioning-configuration Status=Enabled

# Enable versioning on the backup bucket
aws s3api put-bucket-versioning \
  --bucket mlops-model-backup \
  --versioning-configuration Status=Enabled

# Set up cross-region replication
aws s3api put-bucket-replication \
  --bucket mlops-models \
  --replication-configuration '{
    "Role": "arn:aws:iam::123456789012:role/replication-role",
    "Rules": [
      {
        "Status": "Enabled",
        "Priority": 1,
        "DeleteMarkerReplication": { "Status": "Enabled" },
        "Filter": {},
        "Destination": {
          "Bucket": "arn:aws:s3:::mlops-model-backup",
          "StorageClass": "STANDARD"
        }
      }
    ]
  }'
