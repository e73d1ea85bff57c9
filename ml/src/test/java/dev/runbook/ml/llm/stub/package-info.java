/// Local servers that speak the vendors' APIs, strictly.
@org.jspecify.annotations.NullMarked
package dev.runbook.ml.llm.stub;
