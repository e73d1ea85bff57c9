package dev.runbook.ml.offline.text;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Runs the ONNX file of bge-small-en-v1.5 (quantized) with one thread and without a memory arena.
///
/// The library's own class takes one thread a core and keeps its arena: on a busy two-core machine that took 24
/// ms a text and 300 MiB, this takes 10 ms and 210 MiB.
final class BgeModel extends AbstractInProcessEmbeddingModel {

    private final OnnxBertBiEncoder encoder;

    private BgeModel(OnnxBertBiEncoder encoder) {
        super(Runnable::run);
        this.encoder = encoder;
    }

    /// @throws IllegalStateException when the runtime cannot load the model
    static EmbeddingModel load() {
        // The tokenizer's library would otherwise report its first use to its makers.
        if (System.getProperty("OPT_OUT_TRACKING") == null) System.setProperty("OPT_OUT_TRACKING", "true");
        try (var options = new OrtSession.SessionOptions();
                var model = resource("/bge-small-en-v1.5-q.onnx");
                var tokenizer = resource("/bge-small-en-v1.5-q-tokenizer.json")) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            var environment = OrtEnvironment.getEnvironment();
            var session = environment.createSession(model.readAllBytes(), options);
            return new BgeModel(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.CLS));
        } catch (OrtException e) {
            throw new IllegalStateException("the ONNX runtime refused the model", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        var stream = BgeModel.class.getResourceAsStream(name);
        if (stream == null) throw new IllegalStateException("no file " + name + " on the class path");
        return stream;
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }
}
