package dev.runbook.app.crash;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Acts through the [EffectCounter] of another process, sees nothing, and tells nobody anything.
final class CountedProvider implements Provider {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    CountedProvider(int port) {
        this.port = port;
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        return "the world outside";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context) {
        return new Observation.NothingFound(new Value.Items(List.of()));
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        try {
            return new Outcome.Done(Value.of(ask("POST", key)));
        } catch (IOException e) {
            return new Outcome.Unclear("the answer was lost: " + e.getMessage());
        }
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        try {
            int times = ask("GET", key);
            return times > 0 ? new Occurrence.Happened(Value.of(times)) : new Occurrence.DidNotHappen();
        } catch (IOException e) {
            return new Occurrence.CannotTell("it does not answer: " + e.getMessage());
        }
    }

    private int ask(String method, IdempotencyKey key) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + port + "/act/" + key.key());
        var request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.noBody())
                .build();
        return Integer.parseInt(client.send(request, BodyHandlers.ofString()).body());
    }
}
