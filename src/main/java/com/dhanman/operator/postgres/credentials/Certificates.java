package com.dhanman.operator.postgres.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates, with keys on the curve P-256. */
final class Certificates {
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    static final Duration LEAF_LIFE = Duration.ofDays(90);

    /** Nodes whose clocks are behind must take a new certificate too. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private final SecureRandom random;

    Certificates(SecureRandom random) {
        this.random = random;
    }

    /**
     * An authority that signs nothing but certificates of servers and clients.
     *
     * @param name readable part of its name; the rest makes it differ from all others
     */
    Signed authority(String name, Instant now) {
        KeyPair pair = pair();
        X500Name subject = name(name + " " + HexFormat.of().formatHex(bytes(4)));
        Instant end = now.plus(AUTHORITY_LIFE);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        subject, serial(), begin(now), Date.from(end), subject, pair.getPublic());
        return built(
                () -> {
                    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                    builder.addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
                    return new Signed(signed(builder, pair.getPrivate()), pair.getPrivate());
                });
    }

    /** A certificate that an authority signs; it never outlives the authority. */
    Signed leaf(Profile profile, Signed authority, Instant now) {
        KeyPair pair = pair();
        Instant wanted = now.plus(LEAF_LIFE);
        Instant end = wanted.isBefore(authority.end()) ? wanted : authority.end();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        authority.certificate().getSubjectX500Principal(),
                        serial(),
                        begin(now),
                        Date.from(end),
                        new X500Principal("CN=" + profile.commonName()),
                        pair.getPublic());
        return built(
                () -> {
                    extend(builder, profile, authority, pair.getPublic());
                    return new Signed(signed(builder, authority.key()), pair.getPrivate());
                });
    }

    private static void extend(
            X509v3CertificateBuilder builder, Profile profile, Signed authority, PublicKey key)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        profile.server()
                                ? new KeyPurposeId[] {
                                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                                }
                                : new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
        if (!profile.names().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names(profile.names()).toArray(GeneralName[]::new)));
        }
    }

    private static Stream<GeneralName> names(List<String> names) {
        return names.stream().map(name -> new GeneralName(GeneralName.dNSName, name));
    }

    private static X509Certificate signed(
            X509v3CertificateBuilder builder, java.security.PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java knows no curve P-256", e);
        }
    }

    private BigInteger serial() {
        return new BigInteger(1, bytes(15)).setBit(119);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Date begin(Instant now) {
        return Date.from(now.minus(CLOCK_SKEW));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }

    private interface Making {
        Signed make() throws IOException, GeneralSecurityException, OperatorCreationException;
    }

    private static Signed built(Making making) {
        try {
            return making.make();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("A certificate could not be made", e);
        }
    }
}
