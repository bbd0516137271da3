output "id" {
  description = "Full name of the topic: projects/P/topics/T."
  value       = google_pubsub_topic.this.id
}

output "name" {
  description = "Name of the topic."
  value       = google_pubsub_topic.this.name
}

output "dead_letter_subscriptions" {
  description = "Subscription to the subscription that holds what it could not deliver."
  value       = { for name, topic in local.subscriptions : name => google_pubsub_subscription.dead_letter[topic].name }
}

output "retries" {
  description = "Push subscription to whether it waits before it tries again."
  value       = { for name, push in google_pubsub_subscription.push : name => length(push.retry_policy) > 0 }
}

output "publishers" {
  description = "Names of those who may publish."
  value       = keys(google_pubsub_topic_iam_member.publisher)
}
