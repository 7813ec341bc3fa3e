package com.dhanman.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One service of a company: what was a systemd unit or compose entry and its nginx site. It becomes
 * a Deployment, a Service, a ServiceAccount and, where it has a host name, an Ingress.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("DhanmanService")
@Plural("dhanmanservices")
@ShortNames("dsvc")
@AdditionalPrinterColumn(name = "Image", jsonPath = ".status.image", type = Type.STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.ready", type = Type.STRING)
@AdditionalPrinterColumn(name = "Host", jsonPath = ".status.host", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Port",
        jsonPath = ".status.port",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Database",
        jsonPath = ".status.database",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class DhanmanService extends CustomResource<DhanmanServiceSpec, DhanmanServiceStatus>
        implements Namespaced {}
