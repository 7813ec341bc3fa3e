package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a client of the cluster that KUBECONFIG names, and one operator for all of them: the
 * shipped program, under the shipped rights, with a record of its requests.
 */
public final class RunningOperator implements ParameterResolver {
    /** What tests may ask for. */
    public record Operator(
            KubernetesClient client,
            OperatorInstallation installation,
            ApiProxy api,
            OperatorProcess process,
            String token)
            implements ExtensionContext.Store.CloseableResource {
        static Operator start() {
            KubernetesClient client = new KubernetesClientBuilder().build();
            OperatorInstallation installation = OperatorInstallation.install(client);
            String token = installation.token();
            ApiProxy api = new ApiProxy(client.getConfiguration(), token);
            OperatorProcess process = new OperatorProcess("operator", api.port()).start();
            try {
                process.awaitLeading();
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
            return new Operator(client, installation, api, process, token);
        }

        @Override
        public void close() {
            process.close();
            api.close();
            installation.remove();
            client.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Operator.class || type == KubernetesClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Operator operator =
                context.getRoot()
                        .getStore(Namespace.create(RunningOperator.class))
                        .getOrComputeIfAbsent(
                                Operator.class, it -> Operator.start(), Operator.class);
        operator.process().assertAlive();
        return parameter.getParameter().getType() == Operator.class ? operator : operator.client();
    }
}
