package dev.runbook.ml.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;

/// What a model may use beside concluding. One thread at a time.
interface Toolbox {

    /// Nothing.
    Toolbox EMPTY = new Toolbox() {
        @Override
        public List<ToolSpecification> tools() {
            return List.of();
        }

        @Override
        public List<Result> use(List<ToolExecutionRequest> calls) {
            return calls.stream().map(Result::unknown).toList();
        }
    };

    List<ToolSpecification> tools();

    /// Answers calls, one result for each, in their order. A call that cannot be answered has a result that
    /// says so.
    List<Result> use(List<ToolExecutionRequest> calls) throws InterruptedException;

    /// What a call came to; not masked yet.
    record Result(String text, boolean failed) {
        static Result unknown(ToolExecutionRequest call) {
            return new Result("there is no tool '" + call.name() + "' here", true);
        }
    }
}
