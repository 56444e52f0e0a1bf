"""From texts to tokens: corpora, tokenizer, pools, prompts, masks, batches."""
