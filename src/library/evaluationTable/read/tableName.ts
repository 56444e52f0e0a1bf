/** Names of files that may be tables; others beside them, such as a README, are left alone. */
export const TABLE_NAME = /\.(csv|tsv|txt|tab|json|jsonl|ndjson|parquet|ya?ml)(\.gz)?$/i;
