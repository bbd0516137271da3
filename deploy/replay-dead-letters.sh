#!/usr/bin/env bash
# Publishes what waits in a dead-letter subscription again, ten messages at a time, until none is left:
#   replay-dead-letters.sh PROJECT SUBSCRIPTION TOPIC
# A message leaves the subscription only after it was published, so an interrupted run may publish ten twice, and loses none: consumers
# take each event once, and readings are stored once. Needs gcloud, curl and jq.
set -euo pipefail

if [ $# != 3 ]; then
  echo "Usage: $0 PROJECT SUBSCRIPTION TOPIC, for example $0 example telemetry-dead-letter telemetry" >&2
  exit 2
fi
base=https://pubsub.googleapis.com/v1/projects/$1
subscription=$base/subscriptions/$2
topic=$base/topics/$3

# The token by a file descriptor and the body by standard input: arguments are short, and can be seen by others.
post() {
  curl --silent --show-error --fail-with-body --header 'Content-Type: application/json' --data-binary @- \
    --config <(echo "header = \"Authorization: Bearer $(gcloud auth print-access-token)\"") "$1"
}

replayed=0
while true; do
  pulled=$(post "$subscription:pull" <<<'{"maxMessages":10}')
  count=$(jq '.receivedMessages // [] | length' <<<"$pulled")
  if [ "${count:-0}" = 0 ]; then
    break
  fi
  # Pub/Sub adds attributes that say where a dead letter comes from; a second one would come with both.
  jq --compact-output '{messages: [.receivedMessages[].message | {data, orderingKey,
    attributes: ((.attributes // {}) | with_entries(select(.key | startswith("CloudPubSubDeadLetterSource") | not)))}
    | with_entries(select(.value != null))]}' <<<"$pulled" | post "$topic:publish" >/dev/null
  jq --compact-output '{ackIds: [.receivedMessages[].ackId]}' <<<"$pulled" | post "$subscription:acknowledge" >/dev/null
  replayed=$((replayed + count))
  echo "$replayed published again"
done
echo "Nothing is left in $2 that can be had now; $replayed messages were published again."
