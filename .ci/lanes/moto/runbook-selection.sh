aws backup create-backup-selection \
  --backup-plan-id $(aws backup list-backup-plans --query "BackupPlansList[?BackupPlanName=='MLOpsModelMetadataBackup'].BackupPlanId" --output text) \
  --backup-selection '{
    "SelectionName": "MLOpsTables",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup-role",
    "Resources": [
      "arn:aws:dynamodb:us-west-2:123456789012:table/mlops-model-metadata"
    ]
  }'
