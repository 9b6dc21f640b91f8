#!/bin/bash
# A run or a comparison as a Slurm job array of N tasks; each computes one shard. A task that is started again, by Slurm or
# by hand, goes on with what its file has.
#
#   sbatch --array=1-100 slurm_array.sh 100 ab bank.yaml --replications 100000 --detail counts
#   twinline merge shards/*.shard --out report
#   sbatch --array=17,42 slurm_array.sh 100 ab bank.yaml …      (the shards that merge names as missing)
#
# TWINLINE is the program and SHARDS the folder, which all nodes must see.
#SBATCH --job-name=twinline
#SBATCH --cpus-per-task=1
#SBATCH --requeue
set -euo pipefail
shards=$1
shift
folder=${SHARDS:-shards}
mkdir -p "$folder"
exec "${TWINLINE:-twinline}" "$@" --workers "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" --out-shard "$folder/$SLURM_ARRAY_TASK_ID.shard" --resume
