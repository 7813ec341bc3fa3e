package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Jobs that run once, which no plan can name: a plan would make them anew when they are
 * gone. A Job's name says what it is for, so that the same is never started twice.
 */
public final class JobStarter {
    private static final Logger LOG = LoggerFactory.getLogger(JobStarter.class);
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public JobStarter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Starts a Job, unless it was started before.
     *
     * @return why it could not be, if so; it is to be tried again
     */
    public Optional<String> start(HasMetadata owner, Job planned) {
        if (Applier.isPaused(owner)) {
            return Optional.empty();
        }
        Job job =
                new JobBuilder(planned)
                        .editMetadata()
                        .withOwnerReferences(List.of(Ownership.reference(owner)))
                        .endMetadata()
                        .build();
        ResourceKey key = ResourceKey.of(job);
        try {
            client.resource(job).create();
            LOG.info("Created {}", key);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return e.getCode() == CONFLICT
                    ? Optional.empty()
                    : Optional.of(key + ": " + e.getMessage());
        }
    }
}
