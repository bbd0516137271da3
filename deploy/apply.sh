#!/bin/sh
# Applies the plan that was kept: functions whose bundle did not change are not in it. The image of Terraform has no bash.
# Reads ENVIRONMENT; writes build/deploy/outputs.json.
set -eu

out=$PWD/build/deploy
cd "terraform/environments/$ENVIRONMENT"
terraform apply -input=false -lock-timeout=600s "$out/plan"
terraform output -json wheelhouse >"$out/outputs.json"
