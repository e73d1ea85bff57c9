/// Language models over HTTP, each behind LangChain4j's `ChatModel`: the Anthropic Messages API, directly
/// and on AWS Bedrock, and the chat completions API that OpenAI-compatible servers and Ollama speak.
@NullMarked
package dev.runbook.ml.llm.model;

import org.jspecify.annotations.NullMarked;
