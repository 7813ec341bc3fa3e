package com.dhanman.operator.runtime;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when objects of a kind can no longer be followed, which happens when the API
 * server's answer cannot be read: Kubernetes then begins it anew. The SDK would do so itself, but
 * its extension for Quarkus leaves that out, and an operator that is blind without a word is worse
 * than one that is seen to end.
 *
 * @see <a
 *     href="https://github.com/operator-framework/java-operator-sdk/blob/v5.2.3/operator-framework-core/src/main/java/io/javaoperatorsdk/operator/api/config/ConfigurationService.java">the
 *     SDK's own</a>
 */
@Singleton
@Unremovable
final class LostWatch implements InformerStoppedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LostWatch.class);
    private static final int FAILED = 1;

    @Override
    @SuppressWarnings("rawtypes") // as the SDK declares it
    public void onStop(SharedIndexInformer informer, Throwable reason) {
        // Without a reason it was meant to end; what has never begun is reported by its start.
        if (reason == null || !informer.hasSynced()) {
            return;
        }
        LOG.error(
                "Objects of {} can no longer be followed. The operator ends, to begin anew.",
                informer.getApiTypeClass().getSimpleName(),
                reason);
        Quarkus.asyncExit(FAILED);
    }
}
