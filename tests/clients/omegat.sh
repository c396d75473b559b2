#!/usr/bin/env bash
# OmegaT as a translator uses it: the cleaned source in a project, the memory in tm/auto, default settings. Every
# segment that the memory has must come out translated, in both directions and for each way to name the languages.
#
#   tests/clients/omegat.sh [FOLDER]     FOLDER is what `duizhao build` wrote
# needs: omegat java python3
set -euo pipefail
exec python3 "$(dirname "$0")/omegat.py" "${1:-target/tests/dist}"
