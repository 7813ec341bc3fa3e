package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A bucket of an S3 server. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.?preset.orValue('s3') == 'b2' || has(self.endpoint)",
        message =
                "set endpoint, such as https://s3.example.com, or preset: b2 for Backblaze B2, which"
                        + " needs none")
@ValidationRule(
        value =
                "self.?preset.orValue('s3') != 'b2' || !has(self.endpoint) ||"
                        + " self.endpoint.matches('^https://s3[.][a-z0-9-]+[.]backblazeb2[.]com$')",
        message =
                "with preset b2 leave endpoint out, or set it to that of the bucket, such as"
                        + " https://s3.us-west-004.backblazeb2.com")
public record BackupTarget(
        /**
         * `b2`: Backblaze B2, by its S3 interface; neither `endpoint` nor `region` is needed. `s3`:
         * any other. Default: s3.
         */
        Preset preset,
        /** Name of the bucket. It must be there; nothing creates it. */
        @Required
                @Size(min = 3, max = 63)
                @ValidationRule(
                        value = "self.matches('^[a-z0-9][a-z0-9.-]*[a-z0-9]$')",
                        message =
                                "bucket must be the name of a bucket: 3 to 63 lower-case letters,"
                                        + " digits, '-' and '.'")
                String bucket,
        /**
         * Where the bucket is, such as `https://s3.eu-central-1.amazonaws.com` or
         * `http://minio.minio.svc:9000`. Default for `b2`: that of the account.
         */
        @Size(min = 8, max = 512)
                @ValidationRule(
                        value =
                                "self.matches('^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$')",
                        message =
                                "endpoint must be an address without the bucket, such as"
                                        + " https://s3.example.com or http://minio.minio.svc:9000")
                String endpoint,
        /**
         * Region of the bucket, where the server asks for it. Default: what the endpoint's name
         * says, else us-east-1, which servers without regions take.
         */
        @Size(min = 1, max = 64) String region,
        /**
         * What all names of objects begin with. Below it each cluster has a folder of its own,
         * which ends in a part of the cluster's UID: a cluster that is made anew never writes over
         * what is left of its predecessor. Default: the namespace.
         */
        @Size(min = 1, max = 256)
                @ValidationRule(
                        value =
                                "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$')",
                        message =
                                "prefix must be folders with '/' between, each a letter or digit and"
                                        + " then letters, digits, '.', '_' and '-', such as backups/production")
                String prefix,
        /**
         * Secret in the same namespace with the keys `access-key-id` and `secret-access-key` (those
         * of an application key for `b2`), and `ca.crt` where the server's certificate is of an
         * authority of your own. The keys need to list, read, write and delete in the bucket, and
         * nothing else. They are read when a run starts.
         */
        @Required @Size(min = 1, max = 253) String secret,
        /**
         * Bytes a second that a run uploads at most, such as `10Mi`. Default: as many as it can.
         */
        @ValidationRule(
                        value = "quantity(string(self)).compareTo(quantity('64Ki')) >= 0",
                        message =
                                "bandwidth must be at least 64Ki, such as 10Mi: a number without a"
                                        + " unit is bytes")
                Quantity bandwidth) {
    /** What is known of a provider beforehand. */
    public enum Preset {
        /** Backblaze B2. */
        @JsonProperty("b2")
        B2,
        /** Any server that speaks S3. */
        @JsonProperty("s3")
        S3
    }
}
