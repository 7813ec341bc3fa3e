/** What users install: the chart and the kustomizations. */
package com.dhanman.operator.install;
