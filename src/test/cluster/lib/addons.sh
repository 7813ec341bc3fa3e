# The add-ons: DNS, storage, metrics, gateway and S3, which run as pods as on any other cluster.
# shellcheck shell=bash

start_addons() { :; }
