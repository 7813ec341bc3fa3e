package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.HasConditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a resource's status where it changed, and tells of it by an Event. */
public final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final EventRecorder events;

    /** What was written and the cache has not shown yet: what it shows until then is older. */
    private final Map<String, HasConditions> unseen = new ConcurrentHashMap<>();

    public StatusWriter(KubernetesClient client) {
        this.client = client;
        this.events = new EventRecorder(client);
    }

    /**
     * Writes a status unless the resource has it already. A resource that is gone is left alone.
     *
     * @param primary the resource as the cache has it
     * @param empty makes a resource of the same kind, which carries the status and nothing else
     */
    public <S extends HasConditions, R extends CustomResource<?, S>> void write(
            R primary, S status, Supplier<R> empty) {
        write(primary, status, empty, List.of());
    }

    /**
     * Writes a status unless the resource has it already, and where it was written tells news that
     * do not show in the condition Ready.
     */
    public <S extends HasConditions, R extends CustomResource<?, S>> void write(
            R primary, S status, Supplier<R> empty, List<News> news) {
        String key = key(primary);
        HasConditions last = unseen.get(key);
        if (status.equals(primary.getStatus()) && (last == null || status.equals(last))) {
            unseen.remove(key);
            return;
        }
        R patch = empty.get();
        patch.setMetadata(
                new ObjectMetaBuilder()
                        .withName(primary.getMetadata().getName())
                        .withNamespace(primary.getMetadata().getNamespace())
                        .build());
        patch.setStatus(status);
        try {
            client.resource(patch).subresource("status").patch(ServerSideApply.AS_OPERATOR);
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
            unseen.remove(key);
            return;
        }
        unseen.put(key, status);
        HasConditions old = last == null ? primary.getStatus() : last;
        List<Condition> before = old == null ? List.of() : old.conditions();
        tell(primary, new Change(before, status.conditions()));
        news.forEach(it -> tell(primary, it));
    }

    private static String key(CustomResource<?, ?> primary) {
        return "%s %s/%s %s"
                .formatted(
                        primary.getKind(),
                        primary.getMetadata().getNamespace(),
                        primary.getMetadata().getName(),
                        primary.getMetadata().getUid());
    }

    private void tell(CustomResource<?, ?> primary, News news) {
        if (news.good()) {
            LOG.info("{}: {}", news.reason(), news.message());
        } else {
            LOG.warn("{}: {}", news.reason(), news.message());
        }
        events.record(primary, news.good() ? "Normal" : "Warning", news.reason(), news.message());
    }

    /** Conditions before and after. */
    private record Change(List<Condition> before, List<Condition> after) {
        private Optional<Condition> ready(List<Condition> conditions) {
            return Conditions.find(conditions, Conditions.READY);
        }

        /** Whether it is worth an Event: steps that are part of any change are not. */
        private boolean isNews() {
            Optional<Condition> old = ready(before);
            Condition now = ready(after).orElseThrow();
            boolean changed =
                    old.isEmpty()
                            || !old.get().getStatus().equals(now.getStatus())
                            || !old.get().getReason().equals(now.getReason());
            return changed && !isExpected();
        }

        private boolean isExpected() {
            return Conditions.find(after, Conditions.RECONCILING)
                    .map(it -> it.getReason().equals(Conditions.PROGRESSING))
                    .orElse(false);
        }

        private boolean isGood() {
            return Conditions.isTrue(after, Conditions.READY)
                    || Conditions.isTrue(after, Conditions.PAUSED);
        }
    }

    private void tell(CustomResource<?, ?> primary, Change change) {
        if (!change.isNews()) {
            return;
        }
        Condition ready = change.ready(change.after()).orElseThrow();
        if (change.isGood()) {
            LOG.info("{}: {}", ready.getReason(), ready.getMessage());
        } else {
            LOG.warn("{}: {}", ready.getReason(), ready.getMessage());
        }
        events.record(
                primary,
                change.isGood() ? "Normal" : "Warning",
                ready.getReason(),
                ready.getMessage());
    }
}
