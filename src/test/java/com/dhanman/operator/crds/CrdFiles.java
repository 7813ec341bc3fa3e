package com.dhanman.operator.crds;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the CRDs of `crds/` from the API's records. */
final class CrdFiles {
    private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(
                    BackupSchedule.class,
                    DhanmanService.class,
                    PostgresCluster.class,
                    Restore.class,
                    TenantEnvironment.class);

    /** As the API server's own schemas have it. */
    private static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

    /** Of a text in a map. */
    private static final long LONGEST_VALUE = 4096;

    /** A rule of the spec does not see the resource's name. */
    private static final ValidationRule FENCED_ARE_ITS_OWN =
            new ValidationRuleBuilder()
                    .withRule(
                            "!has(self.spec.fenced) || self.spec.fenced.all(it, it.startsWith(self.metadata.name + '-'))")
                    .withMessage(
                            "spec.fenced must name instances of this cluster: its own name, '-' and a number, such as main-2 of main")
                    .build();

    private static final Set<Class<?>> SHORT_NAMES =
            Set.of(BackupSchedule.class, PostgresCluster.class, Restore.class);

    private final SourceDocs docs = new SourceDocs();

    /** Schemas already described, for records that another record takes in whole. */
    private final Map<Class<?>, JSONSchemaProps> described = new HashMap<>();

    /** File name to content, as they must be in `crds/`. */
    Map<String, String> generate() {
        try {
            Path folder = Files.createTempDirectory("crds");
            KINDS.forEach(kind -> generate(kind, folder));
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> made = Files.list(folder)) {
                for (Path file : made.toList()) {
                    String name = file.getFileName().toString().replace("-v1.yml", ".yaml");
                    files.put(name, Files.readString(file).replaceFirst("^(#.*\\n)+", ""));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void generate(Class<? extends HasMetadata> kind, Path folder) {
        var completion =
                new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        complete((CustomResourceDefinition) crd);
                        return crd;
                    }
                };
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .withPostProcessor(completion)
                .withMinQuotes(true)
                .inOutputDir(folder.toFile())
                .generate();
    }

    private void complete(CustomResourceDefinition crd) {
        crd.getSpec().getNames().setCategories(List.of("dhanman"));
        Class<?> kind =
                KINDS.stream()
                        .filter(k -> k.getSimpleName().equals(crd.getSpec().getNames().getKind()))
                        .findFirst()
                        .orElseThrow();
        JSONSchemaProps root =
                crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        root.setDescription(docs.ofType(kind).orElseThrow());
        root.setRequired(List.of("spec"));
        root.setXKubernetesValidations(rules(kind));
        inOrderOfAnnotations(crd, kind);
        var types = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        describe(root.getProperties().get("spec"), (Class<?>) types[0]);
        describe(root.getProperties().get("status"), (Class<?>) types[1]);
    }

    /**
     * Rules of the whole resource. The name becomes that of a Service and of names derived from it,
     * or of a namespace; those of a cluster's ConfigMaps and pods take 17 characters more, and
     * those of a CronJob's Jobs 11.
     */
    private static List<ValidationRule> rules(Class<?> kind) {
        int longest = SHORT_NAMES.contains(kind) ? 40 : 50;
        ValidationRule name =
                new ValidationRuleBuilder()
                        .withRule(
                                "self.metadata.name.size() <= %d && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')"
                                        .formatted(longest))
                        .withMessage(
                                "metadata.name must be at most %d lower-case letters, digits and '-', start with a letter and end with a letter or digit"
                                        .formatted(longest))
                        .build();
        return kind == PostgresCluster.class ? List.of(name, FENCED_ARE_ITS_OWN) : List.of(name);
    }

    /** The generator sorts columns by their path; readers of `kubectl get` want ours. */
    private static void inOrderOfAnnotations(CustomResourceDefinition crd, Class<?> kind) {
        List<String> order =
                Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                        .map(AdditionalPrinterColumn::name)
                        .toList();
        crd.getSpec()
                .getVersions()
                .getFirst()
                .getAdditionalPrinterColumns()
                .sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
    }

    private void describe(JSONSchemaProps schema, Class<?> type) {
        if (schema.getDescription() == null) {
            docs.ofType(type).ifPresent(schema::setDescription);
        }
        described.put(type, schema);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                unwrap(schema, component);
            } else {
                describe(schema.getProperties().get(component.getName()), type, component);
            }
        }
    }

    /** The generator leaves out what Jackson unwraps, so the other schema is copied in here. */
    private void unwrap(JSONSchemaProps schema, RecordComponent component) {
        JSONSchemaProps part = described.get(component.getType());
        schema.getProperties().remove(component.getName());
        schema.getProperties().putAll(part.getProperties());
        schema.setRequired(both(schema.getRequired(), part.getRequired()));
        schema.setXKubernetesValidations(
                both(schema.getXKubernetesValidations(), part.getXKubernetesValidations()));
    }

    private static <T> List<T> both(List<T> own, List<T> taken) {
        return Stream.concat(own.stream(), taken.stream()).toList();
    }

    private void describe(JSONSchemaProps property, Class<?> owner, RecordComponent component) {
        property.setDescription(
                docs.ofComponent(owner, component.getName())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                owner.getSimpleName()
                                                        + "."
                                                        + component.getName()
                                                        + " has no doc comment")));
        // The generator lists the rules of a record's component twice.
        property.setXKubernetesValidations(
                property.getXKubernetesValidations().stream().distinct().toList());
        if (component.getType() == Quantity.class) {
            property.setPattern(QUANTITY);
        }
        if (component.getType() == Map.class) {
            describeValues(property.getAdditionalProperties().getSchema());
        } else if (component.getGenericType() instanceof ParameterizedType list) {
            describeList(property, (Class<?>) list.getActualTypeArguments()[0]);
        } else if (component.getType().isRecord()) {
            describe(property, component.getType());
        }
    }

    /**
     * A value of any type is to be a text, a number or a switch. A schema cannot say so but by
     * asking of objects and lists what none of them can be.
     */
    private static void describeValues(JSONSchemaProps value) {
        if (Boolean.TRUE.equals(value.getXKubernetesPreserveUnknownFields())) {
            value.setMinProperties(1L);
            value.setMaxProperties(0L);
            value.setMinItems(1L);
            value.setMaxItems(0L);
        }
        value.setMaxLength(LONGEST_VALUE);
    }

    private void describeList(JSONSchemaProps list, Class<?> item) {
        if (item == Condition.class) {
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(List.of("type"));
            list.getItems().getSchema().setRequired(List.of("type", "status", "reason"));
        } else if (item.isRecord()) {
            JSONSchemaProps schema = list.getItems().getSchema();
            describe(schema, item);
            if (schema.getRequired() != null && schema.getRequired().contains("name")) {
                list.setXKubernetesListType("map");
                list.setXKubernetesListMapKeys(List.of("name"));
            }
        }
    }
}
