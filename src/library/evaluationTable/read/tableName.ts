/** Names of files that may be tables; others, such as a README, are ignored. */
export const TABLE_NAME = /\.(csv|tsv|txt|tab|json|jsonl|ndjson|parquet|xlsx|ya?ml)(\.gz)?$/i;
