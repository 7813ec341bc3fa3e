package com.dhanman.operator.cli;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.backup.BackupInputs;
import com.dhanman.operator.backup.BackupPlan;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.ResourceKey;
import com.dhanman.operator.postgres.PostgresInputs;
import com.dhanman.operator.postgres.PostgresPlan;
import com.dhanman.operator.service.ServiceInputs;
import com.dhanman.operator.service.ServicePlan;
import com.dhanman.operator.tenant.TenantInputs;
import com.dhanman.operator.tenant.TenantPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator would make of a set of resources, and of the resources that it makes of them.
 */
final class Rendering {
    private final Documents documents;
    private final List<PostgresCluster> clusters = new ArrayList<>();
    private final Map<String, TenantEnvironment> environments = new LinkedHashMap<>();
    private final List<HasMetadata> objects = new ArrayList<>();
    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private boolean blocked;

    Rendering(Documents documents) {
        this.documents = documents;
        documents.findings().forEach(this::note);
        clusters.addAll(all(PostgresCluster.class));
        for (TenantEnvironment environment : all(TenantEnvironment.class)) {
            environments.put(environment.getMetadata().getName(), environment);
        }
        environments.values().forEach(this::environment);
        all(PostgresCluster.class).forEach(this::cluster);
        all(DhanmanService.class).forEach(this::service);
        all(BackupSchedule.class).forEach(this::schedule);
    }

    List<HasMetadata> objects() {
        return objects;
    }

    /** Findings by the resource that they are about. */
    Map<String, List<Finding>> findings() {
        return findings;
    }

    boolean isBlocked() {
        return blocked;
    }

    private void environment(TenantEnvironment environment) {
        String namespace = environment.getMetadata().getName();
        TenantInputs inputs =
                new TenantInputs(
                        environment,
                        in(namespace, all(DhanmanService.class)),
                        in(namespace, all(PostgresCluster.class)),
                        false);
        List<HasMetadata> made = add(environment, TenantPlan.of(inputs));
        clusters.addAll(only(PostgresCluster.class, made));
        only(PostgresCluster.class, made).forEach(this::cluster);
        only(DhanmanService.class, made).forEach(this::service);
    }

    private void cluster(PostgresCluster cluster) {
        add(cluster, PostgresPlan.of(PostgresInputs.declared(cluster)));
    }

    private void service(DhanmanService service) {
        String namespace = service.getMetadata().getNamespace();
        Optional<EnvironmentSettings> settings =
                Optional.ofNullable(environments.get(namespace)).map(EnvironmentSettings::of);
        add(
                service,
                ServicePlan.of(
                        new ServiceInputs(
                                service,
                                settings,
                                AssumedDatabases.in(in(namespace, clusters), service, settings))));
    }

    private void schedule(BackupSchedule schedule) {
        PostgresCluster cluster =
                AssumedDatabases.running(
                        in(schedule.getMetadata().getNamespace(), clusters), schedule);
        add(schedule, BackupPlan.of(new BackupInputs(schedule, Optional.of(cluster))));
    }

    private List<HasMetadata> add(HasMetadata resource, Plan plan) {
        String source = ResourceKey.of(resource).toString();
        note(source, plan.findings());
        return switch (plan) {
            case Plan.Ready ready -> {
                objects.addAll(ready.desired().objects());
                yield ready.desired().objects();
            }
            case Plan.Waiting waiting -> {
                note(source, List.of(unmet(waiting)));
                yield List.of();
            }
            case Plan.Blocked rest -> List.of();
        };
    }

    /** In a cluster it may come by itself; of files it is known that it does not. */
    private static Finding unmet(Plan.Waiting waiting) {
        return Finding.error(
                waiting.reason(),
                "spec",
                waiting.message().replaceFirst("\\.$", ""),
                "Render it together with what it waits for");
    }

    private void note(String source, List<Finding> found) {
        findings.computeIfAbsent(source, it -> new ArrayList<>()).addAll(found);
        blocked |= found.stream().anyMatch(it -> it.severity() == Finding.Severity.ERROR);
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return only(kind, documents.resources());
    }

    private static <T extends HasMetadata> List<T> only(Class<T> kind, List<HasMetadata> of) {
        return of.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T extends HasMetadata> List<T> in(String namespace, List<T> of) {
        return of.stream().filter(it -> it.getMetadata().getNamespace().equals(namespace)).toList();
    }
}
