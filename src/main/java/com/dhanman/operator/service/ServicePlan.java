package com.dhanman.operator.service;

import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The objects that a service is made of. */
public final class ServicePlan {
    private ServicePlan() {}

    public static Plan of(ServiceInputs inputs) {
        if (awaitsEnvironment(inputs)) {
            return new Plan.Waiting(
                    "AwaitingEnvironment",
                    "Waiting to see the environment that this service was declared in. If there is"
                            + " none any more, remove the annotation "
                            + Labels.ENVIRONMENT_HASH
                            + " and write into the spec what came from its defaults.");
        }
        ServiceSettings settings = ServiceSettings.of(inputs);
        return switch (settings.database()) {
            case Database.Unplaced unplaced -> new Plan.Blocked(List.of(unplaced.finding()));
            case Database.Unpooled unpooled -> new Plan.Blocked(List.of(unpooled.finding()));
            case Database.Awaited awaited ->
                    new Plan.Waiting("AwaitingDatabase", awaited.message());
            case Database.None none -> ready(settings);
            case Database.Usable usable -> ready(settings);
        };
    }

    private static Plan ready(ServiceSettings settings) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(Identity.of(settings));
        objects.add(Workload.of(settings));
        objects.add(Endpoint.of(settings));
        Entrance.of(settings).ifPresent(objects::add);
        return new Plan.Ready(Desired.of(objects), warnings(settings));
    }

    /**
     * Whether the service was declared in an environment that is not seen as it was then: see
     * {@link EnvironmentSettings#fingerprint()}. Where the environment went without its services,
     * they stay as they are rather than lose its defaults.
     */
    private static boolean awaitsEnvironment(ServiceInputs inputs) {
        Optional<String> madeWith =
                Optional.ofNullable(inputs.service().getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(Labels.ENVIRONMENT_HASH));
        Optional<String> seen = inputs.environment().map(EnvironmentSettings::fingerprint);
        return madeWith.isPresent() && !madeWith.equals(seen);
    }

    private static List<Finding> warnings(ServiceSettings settings) {
        if (Image.isPinned(settings.image())) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        "UnpinnedImage",
                        "spec.image",
                        settings.image() + " has no version: pods of one service may differ",
                        "Use a version tag or a digest, such as " + Image.example(settings)));
    }
}
