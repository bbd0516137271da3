#!/bin/sh
# Plans the environment and keeps the plan: what is reviewed is what is applied. The image of Terraform has no bash.
# Reads ENVIRONMENT and STATE_BUCKET; writes build/deploy/plan and build/deploy/plan.json.
set -eu

mkdir -p build/deploy
out=$PWD/build/deploy
cd "terraform/environments/$ENVIRONMENT"
terraform init -input=false -backend-config="bucket=$STATE_BUCKET" -backend-config=prefix=wheelhouse
terraform plan -input=false -lock-timeout=600s -out="$out/plan"
terraform show -json "$out/plan" >"$out/plan.json"
