package dev.runbook.integrations.edge;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Reads a body up to a number of bytes and hangs up when there are more. The client calls it from one thread at a
/// time.
final class BoundedBody implements HttpResponse.BodySubscriber<BoundedBody.Read> {

    /// What was read.
    record Read(String text, boolean cut) {}

    private final int most;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Read> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int most) {
        this.most = most;
    }

    @Override
    public CompletionStage<Read> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            int room = Math.min(buffer.remaining(), most - read.size());
            var bytes = new byte[room];
            buffer.get(bytes);
            read.writeBytes(bytes);
            if (buffer.hasRemaining()) {
                if (subscription != null) subscription.cancel();
                result.complete(new Read(text(), true));
                return;
            }
        }
    }

    private String text() {
        return read.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void onError(Throwable fault) {
        result.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
        result.complete(new Read(text(), false));
    }
}
