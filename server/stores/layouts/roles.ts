/** What columns of an unknown table are likely to say, by their names: the vocabulary of the layouts by role. */

/** In the order of trust. Spelling does not matter; types do, where a name alone says too little. */
export const roles = {
  position:
    'global_position|global_sequence|sequence_number|event_number|position|offset|ordering|seq|sequence|no|id|rowid',
  id: 'event_id|event_uuid|message_id|uuid|id',
  type: 'event_type|event_name|event_class|message_type|type|event|topic|name',
  data: 'event_data|event_payload|event_properties|payload|data|body|message_data|properties|content|state',
  metadata: 'metadata|meta_data|event_metadata|headers|meta|context',
  stream:
    'stream_id|stream_name|stream|aggregate_root_id|aggregate_id|aggregate_uuid|aggregate_root_uuid|entity_id|entity_uuid|stream_key|stream_uuid|persistence_id|originator_id|model_id',
  streamType: 'aggregate_type|aggregate_root_type|stream_type|entity_type|aggregate|aggregate_name|model_type',
  version:
    'aggregate_version|aggregate_root_version|stream_version|stream_position|playhead|version|revision|event_version',
  /** A version where something else orders all events; else that order itself. */
  versionOrPosition: 'sequence_number|sequence|seq|event_number',
  time: 'occurred_at|occurred_on|recorded_at|recorded_on|created_at|created_on|timestamp|time|happened_at|published_at|date|created|inserted_at',
  correlation: 'correlation_id',
  causation: 'causation_id|parent_event_id',
  projection: 'projection_name|projection|subscription_name|subscription|subscriber|processor_name|listener|name|id',
  progress:
    'last_processed_position|last_position|position|last_event_position|last_seq_id|last_processed_event_id|last_event_id|last_seen|checkpoint|offset',
  status: 'status|state|is_active|active',
  updated: 'updated_at|last_updated|last_processed_at|last_run_at|processed_at|last_updated_at',
  failureId: 'id|uuid|failure_id|event_id',
  subject:
    'handler|handler_class|handler_name|listener|listener_class|projection|projection_name|subscriber|job|job_class|class|queue',
  error: 'error_message|error|exception|exception_message|message|last_error|reason',
  failedEvent: 'event_id|event_uuid|message_id|event_position|global_position|position|event_type|event_name|event',
  exception: 'exception_class|exception_type|error_class|error_type',
  trace: 'stack_trace|stacktrace|error_trace|trace|backtrace|error_stack|stack',
  attempts: 'attempts|retry_count|retries|attempt|failure_count',
  failedAt: 'failed_at|last_failed_at|occurred_at|created_at|timestamp',
  resolved: 'resolved_at|resolved|handled_at',
  snapshotState: 'state|snapshot_data|snapshot|data|payload|aggregate_state',
} as const;
