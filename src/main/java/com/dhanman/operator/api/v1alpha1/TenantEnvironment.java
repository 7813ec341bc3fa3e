package com.dhanman.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One environment of a company, such as production or QA: a namespace of the same name, what its
 * services have in common, and the services themselves.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("TenantEnvironment")
@Plural("tenantenvironments")
@ShortNames("tenv")
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".spec.stage", type = Type.STRING)
@AdditionalPrinterColumn(name = "Namespace", jsonPath = ".status.namespace", type = Type.STRING)
@AdditionalPrinterColumn(name = "Services", jsonPath = ".status.services", type = Type.STRING)
@AdditionalPrinterColumn(name = "Postgres", jsonPath = ".status.postgres", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class TenantEnvironment
        extends CustomResource<TenantEnvironmentSpec, TenantEnvironmentStatus> {}
