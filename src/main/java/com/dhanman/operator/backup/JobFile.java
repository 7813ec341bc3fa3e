package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupRetention;
import com.dhanman.operator.api.v1alpha1.BackupTarget;
import com.dhanman.operator.kernel.Fingerprint;
import com.dhanman.operator.kernel.PostgresAccess;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The file that tells a Job what to do; nothing in it is secret. */
final class JobFile {
    static final String NAME = "backup.json";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .build();
    private static final DefaultPrettyPrinter PRINTER =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private JobFile() {}

    /**
     * Makes it.
     *
     * @param freshness how old the newest backup may be that is proven
     */
    static ConfigMap of(BackupSettings settings, Duration freshness) {
        return configMap(
                BackupNames.file(settings.name()),
                settings.namespace(),
                BackupNames.labels(settings.name(), settings.namespace()),
                text(settings, freshness));
    }

    private static ConfigMap configMap(
            String name, String namespace, Map<String, String> labels, String text) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .addToData(NAME, text)
                .build();
    }

    /** Of a restore. */
    static ConfigMap of(RestoreSettings settings) {
        Map<String, Object> file = common(settings.source());
        Map<String, Object> restore = new LinkedHashMap<>();
        restore.put("id", settings.id());
        restore.put("backup", settings.spec().from().backup());
        restore.put("all", settings.spec().isAll() ? true : null);
        restore.put("object", settings.spec().from().object());
        restore.put("database", settings.spec().database());
        restore.put("into", settings.spec().into());
        restore.put("owner", settings.spec().owner());
        restore.put("deadlineSeconds", settings.activeDeadline());
        restore.values().removeIf(Objects::isNull);
        file.put("restore", restore);
        return configMap(
                settings.file(),
                settings.source().namespace(),
                BackupNames.labels(settings),
                json(file));
    }

    /** Changes when what says where to back up does. */
    static String fingerprint(BackupSettings settings) {
        return Fingerprint.of(List.of(cluster(settings), target(settings)));
    }

    private static String text(BackupSettings settings, Duration freshness) {
        Map<String, Object> file = common(settings);
        file.put("timeZone", settings.timeZone());
        file.put("databases", settings.databases());
        settings.encryption().ifPresent(it -> file.put("recipients", it.recipients()));
        file.put("keep", keep(settings.keep()));
        file.put("deadlineSeconds", settings.activeDeadline());
        settings.verification().ifPresent(it -> file.put("verify", verify(it, freshness)));
        return json(file);
    }

    private static Map<String, Object> common(BackupSettings settings) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("schedule", settings.name());
        file.put("cluster", cluster(settings));
        file.put("target", target(settings));
        return file;
    }

    private static String json(Map<String, Object> file) {
        try {
            return MAPPER.writer(PRINTER).writeValueAsString(file) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> cluster(BackupSettings settings) {
        String domain = "." + settings.namespace() + ".svc";
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("name", settings.cluster());
        cluster.put("namespace", settings.namespace());
        cluster.put("uid", settings.clusterUid());
        cluster.put("write", PostgresAccess.readWrite(settings.cluster()) + domain);
        cluster.put("read", PostgresAccess.readOnly(settings.cluster()) + domain);
        return cluster;
    }

    private static Map<String, Object> verify(Verification verification, Duration freshness) {
        Map<String, Object> verify = new LinkedHashMap<>();
        verify.put("assertions", verification.assertions());
        verify.put("freshSeconds", freshness.toSeconds());
        verify.put("deadlineSeconds", verification.activeDeadline());
        return verify;
    }

    private static Map<String, Object> target(BackupSettings settings) {
        BackupTarget wanted = settings.target();
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("bucket", wanted.bucket());
        target.put("prefix", settings.folder());
        target.put("endpoint", endpoint(wanted));
        target.put("region", wanted.region());
        target.put("secret", wanted.secret());
        target.put("bytesPerSecond", bytes(wanted.bandwidth()));
        target.values().removeIf(Objects::isNull);
        return target;
    }

    /** Where B2's is not told, the Job asks B2 for it. */
    private static String endpoint(BackupTarget target) {
        boolean known = target.endpoint() == null && target.region() != null;
        return known && target.preset() == BackupTarget.Preset.B2
                ? "https://s3.%s.backblazeb2.com".formatted(target.region())
                : target.endpoint();
    }

    private static Long bytes(Quantity quantity) {
        return quantity == null
                ? null
                : Long.valueOf(Quantity.getAmountInBytes(quantity).longValue());
    }

    private static Object keep(BackupRetention keep) {
        return keep == null ? Map.of() : keep;
    }
}
