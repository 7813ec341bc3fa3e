package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Desired;
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
                    "Waiting to see the environment that this service was declared with");
        }
        ServiceSettings settings = ServiceSettings.of(inputs);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(Identity.of(settings));
        objects.add(Workload.of(settings));
        objects.add(Endpoint.of(settings));
        Entrance.of(settings).ifPresent(objects::add);
        return new Plan.Ready(Desired.of(objects), warnings(settings));
    }

    /** See {@link com.dhanman.operator.kernel.EnvironmentSettings#fingerprint()}. */
    private static boolean awaitsEnvironment(ServiceInputs inputs) {
        DhanmanService service = inputs.service();
        boolean declared =
                service.getMetadata().getOwnerReferences().stream()
                        .anyMatch(
                                owner ->
                                        owner.getKind()
                                                .equals(TenantEnvironment.class.getSimpleName()));
        if (!declared) {
            return false;
        }
        Optional<String> madeWith =
                Optional.ofNullable(service.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(Labels.ENVIRONMENT_HASH));
        return !madeWith.equals(inputs.environment().map(it -> it.fingerprint()));
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
